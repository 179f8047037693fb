/** Where head and shoulders belong in the camera's picture, by the document's own ranges. */

import type { Entry, Range } from "../catalogue/entry";

/** The document's frame fills so much of the picture, in the middle of what the guidance accepts. */
const FILLED = 0.72;
const FACE_WIDTH = 0.73; // ear to ear, of the head's height: the mean of people

interface OutlineProps {
  spec: Entry;
  width: number;
  height: number;
  right: boolean;
}

export function Outline({ spec, width, height, right }: OutlineProps) {
  const mm = FILLED * Math.min(width / spec.width_mm, height / spec.height_mm);
  const [wide, high] = [spec.width_mm * mm, spec.height_mm * mm];
  const [left, top] = [(width - wide) / 2, (height - high) / 2];
  const head = middle(spec.head_height_mm) * mm;
  const crown = top + middle(spec.top_mm) * mm;
  const x = width / 2;
  return (
    <svg
      class={right ? "camera-outline right" : "camera-outline"} viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="xMidYMid meet" aria-hidden="true"
    >
      <path
        class="camera-shade" fill-rule="evenodd"
        d={`M0 0H${width}V${height}H0zM${left} ${top}h${wide}v${high}h${-wide}z`}
      />
      <rect class="camera-frame" x={left} y={top} width={wide} height={high} rx={mm} />
      <ellipse cx={x} cy={crown + head / 2} rx={head * FACE_WIDTH / 2} ry={head / 2} />
      <path d={shoulders(x, crown + head, head, top + high)} />
    </svg>
  );
}

const middle = ([low, high]: Range): number => (low + high) / 2;

/** From beside the neck over both shoulders to the frame's lower edge. */
function shoulders(x: number, chin: number, head: number, bottom: number): string {
  const neck = head * 0.24, reach = head * 0.98, y = chin + head * 0.12;
  const side = (to: 1 | -1) =>
    `M${x + to * neck} ${y}C${x + to * neck} ${y + head * 0.2} ${x + to * reach} ${y + head * 0.12} ${x + to * reach} ${Math.max(bottom, y + head * 0.45)}`;
  return side(-1) + side(1);
}
