/** The language of the page: one signal, so that a switch keeps the photo that is being worked on. */

import { signal } from "@preact/signals";
import { en, type Words } from "../strings/en";
import { zh } from "../strings/zh";

/** Another language is one more file of strings, and its line here. */
export const TABLES = { en, zh } satisfies Record<string, Words>;
export type Language = keyof typeof TABLES;

const current = signal<Language>("en");

/** The language that is shown. */
export const language = (): Language => current.value;

/** All that the page says, in the language that is shown. */
export const words = (): Words => TABLES[current.value];

/** Take a language; one that the page does not speak changes nothing. */
export function speak(name: string): void {
  if (name in TABLES) current.value = name as Language;
}

/** Of a text that the service gives in its two languages, the one that is shown. */
export const localised = (text: { en: string; zh: string }): string =>
  language() === "zh" ? text.zh : text.en;

/** Switch, and let the address say so, so that a reload keeps it. */
export function switchTo(name: Language): void {
  speak(name);
  document.documentElement.lang = name;
  document.title = words().title;
  const address = new URL(location.href);
  address.searchParams.set("lang", name);
  history.replaceState(null, "", address);
}
