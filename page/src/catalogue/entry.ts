/** A document as the page knows it: an entry of `page/catalogue.json`, which has the names of GET /v1/specs. */

import type { PhotoFields } from "../../../clients/typescript/src/index";

export type Range = [number, number];
/** From and to; null is no such end. */
export type OpenRange = [number | null, number | null];
export type Text = { en: string; zh: string };

export interface Background {
  name: string;
  rgb: [number, number, number];
}

export interface Entry {
  id: string;
  country: string;
  country_names: (Text & { aliases: string[] }) | null;
  document: string;
  names: Text;
  aliases: string[];
  width_mm: number;
  height_mm: number;
  width_px: number;
  height_px: number;
  dpi: number;
  head_height_mm: Range;
  top_mm: Range;
  eye_line_mm: OpenRange | null;
  chin_bottom_mm: OpenRange | null;
  face_width_mm: OpenRange | null;
  face_centre_mm: OpenRange | null;
  backgrounds: Background[];
  file_kb: [number, number | null] | null;
  file_types: string[];
  editing_policy: "allowed" | "background-only" | "forbidden" | "unknown";
  submission: string;
  cropping: string | null;
  rotation_allowed: boolean | null;
  visible_mark_allowed: boolean | null;
  assumed: Record<string, string>;
}

/** The fields by which a request names this document, or a size of one's own. */
export type Naming = Pick<
  PhotoFields, "spec" | "width_mm" | "height_mm" | "width_px" | "height_px" | "dpi" | "head_ratio"
>;

/** What is asked for: a document of the catalogue, or a size of one's own in its shape. */
export interface Choice {
  entry: Entry;
  naming: Naming;
}

export const choiceOf = (entry: Entry): Choice => ({ entry, naming: { spec: entry.id } });

/** 35 × 45 mm */
export const sizeOf = ({ width_mm, height_mm }: Entry): string =>
  `${rounded(width_mm)} × ${rounded(height_mm)} mm`;

const rounded = (length: number): string => String(Math.round(length * 10) / 10);
