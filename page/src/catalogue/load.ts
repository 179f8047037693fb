/** The catalogue, from the service or from what the browser kept of it. */

import { choiceOf, type Entry } from "./entry";
import { usual } from "./recent";
import { usualColour } from "../flow";
import { Problem } from "../service/problem";
import * as state from "../state";

/** Load it, and begin with the document of the address or the usual one. */
export async function loadCatalogue(): Promise<void> {
  try {
    const answer = await fetch("page/catalogue.json");
    if (!answer.ok) throw new Problem("no-catalogue");
    const { specs: entries, popular = [] } = await answer.json() as { specs: Entry[]; popular?: string[] };
    state.wanted.value = popular;
    const asked = new URLSearchParams(location.search).get("spec");
    const first = entries.find(({ id, aliases }) => id === asked || (asked && aliases.includes(asked)))
      ?? usual(entries, navigator.languages);
    state.catalogue.value = entries;
    if (first && !state.choice.value) {
      state.choice.value = choiceOf(first);
      state.colour.value = usualColour(first);
    }
  } catch {
    state.problem.value = new Problem("no-catalogue");
  }
}
