/** Open the catalogue to choose a document for something. */

import { overlay } from "../state";
import type { Choice } from "./entry";

let taken: (choice: Choice) => void = () => {};

export function pickDocument(take: (choice: Choice) => void): void {
  taken = take;
  overlay.value = "catalogue";
}

/** What was chosen goes to whoever asked. */
export function take(choice: Choice): void {
  overlay.value = null;
  taken(choice);
}
