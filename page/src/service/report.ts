/** The parts of the service's report that the page shows, typed by its OpenAPI document. */

import type { Check as ApiCheck, Report as ApiReport } from "../../../clients/typescript/src/index";

export type Report = ApiReport;
export type Check = ApiCheck;
export type Verdict = Check["verdict"];
export type Matrix = [[number, number, number], [number, number, number]];

/** Lengths of the head in the finished photo, in mm. */
export type Head = Pick<
  NonNullable<Report["head"]>,
  "head_height_mm" | "top_mm" | "eye_line_mm" | "chin_bottom_mm" | "face_width_mm" | "face_centre_mm"
>;

/** How a person moved the head: millimetres on the finished photo, a factor, degrees clockwise. */
export interface Adjustment {
  offset_x_mm: number;
  offset_y_mm: number;
  scale: number;
  roll_deg: number;
}
