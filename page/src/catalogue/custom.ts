/** A size of one's own in the shape of a document, with the head where the service puts it. */

import type { Choice, Naming, Range } from "./entry";

export type Unit = "mm" | "px" | "inch";

const USUAL_DPI = 300;
const MM_PER_INCH = 25.4;
// The service's own: crown to chin, and the room above, as shares of the height.
const HEAD: Range = [0.58, 0.69];
const TOP: Range = [0.06, 0.1];

export function customChoice(width: number, height: number, unit: Unit, dpi: number | null): Choice {
  const resolution = dpi ?? USUAL_DPI;
  const mm = (side: number) => unit === "px" ? side / resolution * MM_PER_INCH : unit === "inch" ? side * MM_PER_INCH : side;
  const wide = mm(width), high = mm(height);
  const px = (side: number) => Math.round(side / MM_PER_INCH * resolution);
  const sides: Naming = unit === "px" ? { width_px: width, height_px: height } : { width_mm: round(wide), height_mm: round(high) };
  const text = `${width} × ${height} ${unit}`;
  return {
    naming: dpi ? { ...sides, dpi } : sides,
    entry: {
      id: "custom", country: "zz", country_names: null, document: "other", aliases: [],
      names: { en: `Own size, ${text}`, zh: `自定义尺寸 ${text}` },
      width_mm: wide, height_mm: high, width_px: px(wide), height_px: px(high), dpi: resolution,
      head_height_mm: share(HEAD, high), top_mm: share(TOP, high),
      eye_line_mm: null, chin_bottom_mm: null, face_width_mm: null, face_centre_mm: null,
      backgrounds: [{ name: "white", rgb: [255, 255, 255] }],
      file_kb: null, file_types: [], editing_policy: "allowed", submission: "unstated", cropping: null,
      rotation_allowed: null, visible_mark_allowed: null,
      assumed: { head_height_mm: "usual", top_mm: "usual" },
    },
  };
}

/** A size that somebody typed into the search, such as `35x45`, `600 x 600 px` or `2x2 inch`. */
export function sizeIn(text: string): { width: number; height: number; unit: Unit } | null {
  const found = /(\d+(?:[.,]\d+)?)\s*[x×*]\s*(\d+(?:[.,]\d+)?)\s*(mm|px|inch|in|"|毫米|像素|英寸|cm|厘米)?/i.exec(text);
  if (!found) return null;
  const [width, height] = [found[1]!, found[2]!].map(side => Number(side.replace(",", "."))) as [number, number];
  const said = (found[3] ?? "").toLowerCase();
  if (said === "cm" || said === "厘米") return { width: width * 10, height: height * 10, unit: "mm" };
  const unit = /px|像素/.test(said) || (!said && Math.max(width, height) > 200) ? "px"
    : /in|"|英寸/.test(said) || (!said && Math.max(width, height) < 10) ? "inch" : "mm";
  return { width, height, unit };
}

const share = ([low, high]: Range, of: number): Range => [low * of, high * of];
const round = (length: number): number => Math.round(length * 100) / 100;
