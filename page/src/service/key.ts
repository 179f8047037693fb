/** The API key of a service that wants one: asked for once, kept until the tab is closed. */

import { overlay } from "../state";

const PLACE = "idphoto-key";
let answer: ((given: boolean) => void) | null = null;

export const key = (): string => sessionStorage.getItem(PLACE) ?? "";

/** Ask the person for a key; false when none is given. */
export function askForKey(): Promise<boolean> {
  sessionStorage.removeItem(PLACE);
  const before = overlay.value;
  overlay.value = "key";
  return new Promise<boolean>(done => { answer = done; }).finally(() => { overlay.value = before; });
}

/** What the person answers; an empty text is none. */
export function giveKey(text: string): void {
  const given = text.trim();
  if (given) sessionStorage.setItem(PLACE, given);
  answer?.(given !== "");
  answer = null;
}
