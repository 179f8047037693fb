/** Where crown, eyes and chin stand in the frame, and where the document wants them. All in mm. */

import type { Entry, OpenRange, Range } from "../catalogue/entry";
import type { Adjustment, Head } from "../service/report";

const ROUNDING = 0.05; // mm, below what is shown

/** How a length does: outside of a range that is only usual is no fault. */
export type Fit = "right" | "wrong" | "unusual" | "free";

/** One length of the head and the range that it has, if any. */
export interface Measure {
  name: "top_mm" | "head_height_mm" | "eye_line_mm" | "chin_bottom_mm" | "face_centre_mm";
  value: number;
  range: OpenRange | null;
  /** Whether the document itself states the range; else it is the usual one. */
  stated: boolean;
  fit: Fit;
}

/** The head after a person moved it, by the service's own rule: about the point between the eyes. */
export function moved(head: Head, by: Adjustment, height: number): Head {
  const x = head.face_centre_mm, y = height - head.eye_line_mm;
  const angle = by.roll_deg * Math.PI / 180;
  const at = (ordinate: number) => // a point straight above or below the eyes
    y + by.scale * (ordinate - y) * Math.cos(angle) + by.offset_y_mm;
  const crown = at(head.top_mm), chin = at(head.top_mm + head.head_height_mm);
  return {
    top_mm: crown,
    head_height_mm: chin - crown,
    eye_line_mm: height - (y + by.offset_y_mm),
    chin_bottom_mm: height - chin,
    face_width_mm: head.face_width_mm * by.scale,
    face_centre_mm: x + by.offset_x_mm,
  };
}

/** What is measured of `head`, and how it does beside the document's ranges. */
export function measuresOf(head: Head, entry: Entry): Measure[] {
  const centre: Range = [0.45 * entry.width_mm, 0.55 * entry.width_mm];
  const ranges = { ...entry, face_centre_mm: entry.face_centre_mm ?? centre };
  const names: Measure["name"][] = ["top_mm", "head_height_mm", "eye_line_mm", "chin_bottom_mm", "face_centre_mm"];
  return names.map(name => {
    const range = ranges[name];
    const stated = states(entry, name);
    return { name, value: head[name], range, stated, fit: fitOf(head[name], range, stated) };
  });
}

const states = (entry: Entry, name: Measure["name"]): boolean => entry[name] !== null && !(name in entry.assumed);

function fitOf(value: number, range: OpenRange | null, stated: boolean): Fit {
  if (!range) return "free";
  const [low, high] = range;
  const holds = (low === null || value >= low - ROUNDING) && (high === null || value <= high + ROUNDING);
  return holds ? "right" : stated ? "wrong" : "unusual";
}

/** A height from the frame's upper edge: where it is, where it may be, and how it does. */
export interface Level {
  at: number;
  range: Range | null;
  fit: Fit;
}

/** Crown, eyes and chin. Without a rule for the chin's place it follows from the head's height. */
export function levelsOf(head: Head, entry: Entry): Record<"crown" | "eyes" | "chin", Level> {
  const { height_mm: height, head_height_mm: [least, most], top_mm: top } = entry;
  const fromBelow = (range: OpenRange | null): Range | null => range && [height - (range[1] ?? height), height - (range[0] ?? 0)];
  const fit = (name: Measure["name"]) => fitOf(head[name], entry[name], states(entry, name));
  return {
    crown: { at: head.top_mm, range: top, fit: fit("top_mm") },
    eyes: { at: height - head.eye_line_mm, range: fromBelow(entry.eye_line_mm), fit: fit("eye_line_mm") },
    chin: entry.chin_bottom_mm
      ? { at: height - head.chin_bottom_mm, range: fromBelow(entry.chin_bottom_mm), fit: fit("chin_bottom_mm") }
      : { at: height - head.chin_bottom_mm, range: [head.top_mm + least, head.top_mm + most], fit: fit("head_height_mm") },
  };
}
