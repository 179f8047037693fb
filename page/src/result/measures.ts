/** Where crown, eyes and chin stand in the frame, and where the document wants them. All in mm. */

import type { Entry, Range } from "../catalogue/entry";
import type { Adjustment, Head } from "../service/report";

/** One length that a document may have a range for. `fits` is null where it has none. */
export interface Measure {
  name: "top_mm" | "head_height_mm" | "eye_line_mm" | "chin_bottom_mm" | "face_centre_mm";
  value: number;
  range: Range | null;
  /** Whether the document itself states the range; else it is the usual one. */
  stated: boolean;
  fits: boolean | null;
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
  const centre: Range = entry.face_centre_mm ?? [0.45 * entry.width_mm, 0.55 * entry.width_mm];
  const ranges = { ...entry, face_centre_mm: centre };
  const names: Measure["name"][] = ["top_mm", "head_height_mm", "eye_line_mm", "chin_bottom_mm", "face_centre_mm"];
  return names.map(name => {
    const range = ranges[name];
    const value = head[name];
    const stated = range !== null && !(name in entry.assumed) && entry[name] !== null;
    return { name, value, range, stated, fits: range && holds(value, range) };
  });
}

const holds = (value: number, [low, high]: Range): boolean => value >= low - 0.05 && value <= high + 0.05;

/** Heights, from the frame's upper edge, between which crown, eyes and chin may be. */
export function bandsOf(head: Head, entry: Entry): { crown: Range; eyes: Range | null; chin: Range } {
  const fromBelow = ([low, high]: Range): Range => [entry.height_mm - high, entry.height_mm - low];
  const [least, most] = entry.head_height_mm;
  return {
    crown: entry.top_mm,
    eyes: entry.eye_line_mm && fromBelow(entry.eye_line_mm),
    chin: entry.chin_bottom_mm ? fromBelow(entry.chin_bottom_mm) : [head.top_mm + least, head.top_mm + most],
  };
}
