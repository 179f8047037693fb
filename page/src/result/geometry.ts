/** Maps of the plane as rows [a, c, e], [b, d, f]: x' = a x + c y + e, y' = b x + d y + f. */

import type { Adjustment, Matrix, Report } from "../service/report";

export const move = (x: number, y: number): Matrix => [[1, 0, x], [0, 1, y]];

/** Turned clockwise as seen, and enlarged, about the origin. */
export function turn(degrees: number, scale = 1): Matrix {
  const angle = degrees * Math.PI / 180;
  const c = scale * Math.cos(angle), s = scale * Math.sin(angle);
  return [[c, -s, 0], [s, c, 0]];
}

/** The last of `maps` first, as products of matrices are read. */
export const chain = (...maps: Matrix[]): Matrix => maps.reduce((left, right) => {
  const row = (r: [number, number, number]): [number, number, number] => [
    r[0] * right[0][0] + r[1] * right[1][0],
    r[0] * right[0][1] + r[1] * right[1][1],
    r[0] * right[0][2] + r[1] * right[1][2] + r[2],
  ];
  return [row(left[0]), row(left[1])];
});

export function inverse([[a, c, e], [b, d, f]]: Matrix): Matrix {
  const det = a * d - b * c;
  return [
    [d / det, -c / det, (c * f - d * e) / det],
    [-b / det, a / det, (b * e - a * f) / det],
  ];
}

/** As an SVG attribute. */
export const toSvg = ([[a, c, e], [b, d, f]]: Matrix): string => `matrix(${[a, b, c, d, e, f].join(" ")})`;

/** From the photo as this page has it to the frame, both with corners, not pixel centres, at integers. */
export function fromSource(report: Report, width: number, height: number): Matrix | null {
  const { transform, turned_deg: turned, source_width_px: wide } = report;
  if (!transform) return null;
  const upright = turned === 90 ? chain(move(height, 0), turn(90))
    : turned === 180 ? chain(move(width, height), turn(180))
    : turned === 270 ? chain(move(0, width), turn(270))
    : move(0, 0);
  const scale = wide / (turned % 180 ? height : width); // 1, unless the service was sent another copy
  return chain(move(0.5, 0.5), transform as unknown as Matrix, move(-0.5, -0.5), turn(0, scale), upright);
}

/** How an adjustment moves the frame's pixels from where the service had put them by itself. */
export function adjusted(by: Adjustment, automatic: Report): Matrix {
  const { head, width_px, width_mm, height_mm } = automatic;
  if (!head) return move(0, 0);
  const px = width_px / width_mm;
  const x = head.face_centre_mm * px, y = (height_mm - head.eye_line_mm) * px;
  return chain(move(by.offset_x_mm * px, by.offset_y_mm * px), move(x, y), turn(by.roll_deg, by.scale), move(-x, -y));
}
