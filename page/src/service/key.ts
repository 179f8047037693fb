/** The API key of a service that wants one: asked for once, kept until the tab is closed. */

import { overlay } from "../state";

const PLACE = "idphoto-key";
let answer: ((given: boolean) => void) | null = null;
/** Where the browser keeps nothing, as for a frame of another site, the page does while it is open. */
let own = "";

export function key(): string {
  try {
    return sessionStorage.getItem(PLACE) ?? own;
  } catch {
    return own;
  }
}

/** Ask the person for a key; false when none is given. */
export function askForKey(): Promise<boolean> {
  keep("");
  const before = overlay.value;
  overlay.value = "key";
  return new Promise<boolean>(done => { answer = done; }).finally(() => { overlay.value = before; });
}

/** What the person answers; an empty text is none. */
export function giveKey(text: string): void {
  const given = text.trim();
  if (given) keep(given);
  answer?.(given !== "");
  answer = null;
}

function keep(text: string): void {
  own = text;
  try {
    if (text) sessionStorage.setItem(PLACE, text);
    else sessionStorage.removeItem(PLACE);
  } catch {
    // The page keeps it.
  }
}
