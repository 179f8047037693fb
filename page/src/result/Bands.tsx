/** The document's ranges over the picture: where crown, eyes and chin may be, and where they are. */

import type { Entry, Range } from "../catalogue/entry";
import { words } from "../language";
import type { Head } from "../service/report";
import { bandsOf } from "./measures";

interface BandsProps {
  head: Head;
  entry: Entry;
  /** Pixels of the picture's units in a millimetre. */
  px: number;
}

export function Bands({ head, entry, px }: BandsProps) {
  const { crown, eyes, chin } = bandsOf(head, entry);
  const { height_mm: height } = entry;
  const { guides } = words();
  const width = entry.width_mm * px;
  return (
    <g class="bands">
      <Band name={guides.crown} at={head.top_mm} range={crown} {...{ width, px }} />
      <Band name={guides.eyes} at={height - head.eye_line_mm} range={eyes} {...{ width, px }} />
      <Band name={guides.chin} at={height - head.chin_bottom_mm} range={chin} {...{ width, px }} />
      <line class="middle" x1={head.face_centre_mm * px} x2={head.face_centre_mm * px} y1="0" y2={height * px} />
    </g>
  );
}

interface BandProps {
  name: string;
  at: number;
  range: Range | null;
  width: number;
  px: number;
}

function Band({ name, at, range, width, px }: BandProps) {
  const fits = range === null ? "free" : at >= range[0] - 0.05 && at <= range[1] + 0.05 ? "right" : "wrong";
  const size = width * 0.042;
  return (
    <g class={`band ${fits}`}>
      {range && <rect x="0" width={width} y={range[0] * px} height={(range[1] - range[0]) * px} />}
      <line x1="0" x2={width} y1={at * px} y2={at * px} />
      <text x={size * 0.5} y={at * px - size * 0.35} font-size={size}>{name}</text>
    </g>
  );
}
