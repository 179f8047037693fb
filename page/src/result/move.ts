/** A change of the placement by hand, within what the service takes. */

import { adjust } from "../flow";
import type { Adjustment } from "../service/report";
import { adjustment } from "../state";

/** A change: millimetres, a factor, degrees clockwise. */
export type Gesture = Partial<{ x: number; y: number; scale: number; roll: number }>;

const LEAST: Adjustment = { offset_x_mm: -100, offset_y_mm: -100, scale: 0.5, roll_deg: -15 };
const MOST: Adjustment = { offset_x_mm: 100, offset_y_mm: 100, scale: 2, roll_deg: 15 };

/** Take a change; `turns` says whether the document lets a photo be turned. */
export function move({ x = 0, y = 0, scale = 1, roll = 0 }: Gesture, turns: boolean): void {
  const now = adjustment.value;
  adjust({
    offset_x_mm: within("offset_x_mm", now.offset_x_mm + x),
    offset_y_mm: within("offset_y_mm", now.offset_y_mm + y),
    scale: within("scale", now.scale * scale),
    roll_deg: turns ? within("roll_deg", now.roll_deg + roll) : now.roll_deg,
  });
}

const within = (name: keyof Adjustment, value: number): number =>
  Math.round(Math.min(MOST[name], Math.max(LEAST[name], value)) * 1000) / 1000;
