/** The documents that were chosen last, on this device alone: their names, and nothing of a photo. */

import { wanted } from "../state";
import type { Choice, Entry } from "./entry";

const PLACE = "idphoto-documents";
const MOST = 5;

/** Ids of documents, the last one first; none where the browser keeps nothing. */
export function recent(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(PLACE) ?? "[]");
    return Array.isArray(kept) ? kept.filter(id => typeof id === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}

export function remember({ entry }: Choice): void {
  if (entry.id === "custom") return;
  const ids = [entry.id, ...recent().filter(id => id !== entry.id)].slice(0, MOST);
  try {
    localStorage.setItem(PLACE, JSON.stringify(ids));
  } catch {
    // a private window keeps nothing, and that is its purpose
  }
}

/** Popular documents, those of this person's country first. */
export function popular(entries: Entry[], languages: readonly string[]): Entry[] {
  const here = countryOf(languages);
  const own = entries.filter(({ country }) => country === here);
  const named = wanted.value.map(id => entries.find(entry => entry.id === id)).filter(entry => entry !== undefined);
  const first = own.filter(({ document }) => document === "common-size" || document === "passport");
  return [...new Set([...first, ...named])].slice(0, 10);
}

/** The document to begin with: the last one, else the usual one here. */
export const usual = (entries: Entry[], languages: readonly string[]): Entry | undefined =>
  entries.find(({ id }) => id === recent()[0]) ?? popular(entries, languages)[0] ?? entries[0];

function countryOf(languages: readonly string[]): string {
  for (const tag of languages) {
    const region = /-([A-Z]{2})\b/.exec(tag)?.[1];
    if (region) return region.toLowerCase();
  }
  return languages[0]?.startsWith("zh") ? "cn" : "";
}
