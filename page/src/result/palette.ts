/** The colours of backgrounds by their names, as the service mixes them. */

import type { Entry } from "../catalogue/entry";

type Rgb = readonly [number, number, number];

export const COLOURS: Record<string, Rgb> = {
  white: [255, 255, 255],
  blue: [0, 0, 191],
  red: [255, 0, 0],
  "studio-blue": [67, 142, 219],
  "studio-red": [217, 0, 27],
  "diploma-blue": [100, 197, 255],
  "light-blue": [173, 216, 240],
  "light-grey": [230, 230, 230],
  "off-white": [248, 246, 240],
  cream: [245, 238, 220],
};

/** Offered beside the document's own. */
export const OFFERED = ["white", "light-grey", "studio-blue", "blue", "studio-red", "red"];

/** `rgb(r, g, b)` of a colour as a request names it; null where there is none to see. */
export function cssColour(name: string, entry: Entry): string | null {
  if (name.startsWith("#")) return name;
  const rgb = entry.backgrounds.find(ground => ground.name === name)?.rgb ?? COLOURS[name];
  return rgb ? `rgb(${rgb.join(", ")})` : null;
}

/** The document's own colours first, then what others ask for. */
export function colourNames(entry: Entry): { own: string[]; others: string[] } {
  const own = entry.backgrounds.map(({ name }) => name);
  return { own, others: OFFERED.filter(name => !own.includes(name)) };
}
