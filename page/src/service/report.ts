/** The parts of the service's report that the page shows. */

export type Verdict = "pass" | "warn" | "fail" | "not-assessed";
export type Point = [number, number];
export type Matrix = [[number, number, number], [number, number, number]];

export interface Check {
  id: string;
  value: number | null;
  unit: string;
  limit: [number | null, number | null] | null;
  uncertainty: number | null;
  verdict: Verdict;
  message: { en: string; zh: string };
}

export interface Head {
  head_height_mm: number;
  top_mm: number;
  eye_line_mm: number;
  chin_bottom_mm: number;
  face_width_mm: number;
  face_centre_mm: number;
}

/** How a person moved the head: millimetres on the finished photo, a factor, degrees clockwise. */
export interface Adjustment {
  offset_x_mm: number;
  offset_y_mm: number;
  scale: number;
  roll_deg: number;
}

export interface Report {
  spec: string;
  width_px: number;
  height_px: number;
  width_mm: number;
  height_mm: number;
  dpi: number;
  source_width_px: number;
  source_height_px: number;
  turned_deg: number;
  refusal: string | null;
  head: Head | null;
  doubt: Point[][];
  transform: Matrix | null;
  edited: string[];
  verdict: "accepted" | "look-again" | "rejected";
  reasons: { id: string; message: { en: string; zh: string } }[];
  checks: Check[];
  warnings: { code: string; message: string }[];
  file?: { format: string; bytes: number };
}
