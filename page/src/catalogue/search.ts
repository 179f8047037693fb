/** Which documents somebody means by a few words, in whatever language. */

import type { Entry } from "./entry";

/** Those of `entries` that hold every word; a country that is named whole comes first. */
export function search(entries: Entry[], asked: string): Entry[] {
  const whole = fold(asked);
  const parts = whole.split(/\s+/).filter(Boolean);
  const rank = (entry: Entry): number => {
    const countries = countryNames(entry);
    if (countries.includes(whole) || entry.id === whole) return 2;
    return countries.some(name => parts.includes(name)) ? 1 : 0;
  };
  return entries
    .filter(entry => parts.every(part => textOf(entry).includes(part)))
    .map(entry => ({ entry, rank: rank(entry) }))
    .sort((one, other) => other.rank - one.rank)
    .map(({ entry }) => entry);
}

const countryNames = ({ country, country_names: names }: Entry): string[] =>
  [country, names?.en, names?.zh, ...names?.aliases ?? []].filter(name => name !== undefined).map(fold);

const textOf = (entry: Entry): string => [
  entry.id, entry.document, entry.names.en, entry.names.zh, ...entry.aliases, ...countryNames(entry),
  `${entry.width_mm}x${entry.height_mm}`, `${entry.width_px}x${entry.height_px}`,
].map(fold).join(" ");

const fold = (text: string): string =>
  text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[×*]/g, "x").trim();
