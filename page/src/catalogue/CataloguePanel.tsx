/** All documents, to search in. */

import { signal } from "@preact/signals";
import { takeDocument } from "../flow";
import { localised, words } from "../language";
import { catalogue, choice, overlay } from "../state";
import { Dialog } from "../ui/Dialog";
import { choiceOf, sizeOf, type Entry } from "./entry";
import { flagOf } from "./flag";
import { popular, recent } from "./recent";
import { search } from "./search";

const asked = signal("");

export function CataloguePanel() {
  const { catalogue: said } = words();
  const entries = catalogue.value ?? [];
  const close = () => { overlay.value = null; asked.value = ""; };
  const choose = (entry: Entry) => { close(); void takeDocument(choiceOf(entry)); };
  return (
    <Dialog title={said.title} kind="tall" onClose={close}>
      <input
        class="search" type="search" placeholder={said.example} aria-label={said.search} value={asked.value}
        onInput={event => { asked.value = event.currentTarget.value; }}
      />
      <div class="documents">
        {groups(entries).map(([title, some]) => some.length > 0 && (
          <section key={title}>
            {title && <h3>{title}</h3>}
            <ul>{some.map(entry => <li key={entry.id}><Row entry={entry} choose={choose} /></li>)}</ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function groups(entries: Entry[]): [string, Entry[]][] {
  const { catalogue: said } = words();
  if (asked.value.trim()) return [["", search(entries, asked.value)]];
  const last = recent().map(id => entries.find(entry => entry.id === id)).filter(entry => entry !== undefined);
  return [[said.recent, last], [said.popular, popular(entries, navigator.languages)], [said.all, entries]];
}

function Row({ entry, choose }: { entry: Entry; choose(entry: Entry): void }) {
  return (
    <button type="button" class="document" aria-current={choice.value?.entry === entry} onClick={() => choose(entry)}>
      <span class="flag" aria-hidden="true">{flagOf(entry)}</span>
      <span class="document-name">{localised(entry.names)}</span>
      <span class="document-size">{sizeOf(entry)}</span>
    </button>
  );
}
