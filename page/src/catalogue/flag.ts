/** The flag of a document's country, made of the two letters of its code. */

import type { Entry } from "./entry";

const FIRST = 0x1f1e6; // regional indicator A

export function flagOf({ country, id }: Entry): string {
  if (id === "custom") return "📐";
  if (country === "un") return "🌐";
  return [...country.toUpperCase()].map(letter => String.fromCodePoint(FIRST + letter.charCodeAt(0) - 65)).join("");
}
