/** The document's ranges over the picture: where crown, eyes and chin may be, and where they are. */

import type { Entry } from "../catalogue/entry";
import { words } from "../language";
import type { Head } from "../service/report";
import { levelsOf, type Level } from "./measures";

interface BandsProps {
  head: Head;
  entry: Entry;
  /** Pixels of the picture's units in a millimetre. */
  px: number;
}

export function Bands({ head, entry, px }: BandsProps) {
  const { crown, eyes, chin } = levelsOf(head, entry);
  const { guides } = words();
  const width = entry.width_mm * px;
  const middle = head.face_centre_mm * px;
  return (
    <g class="bands">
      <Band name={guides.crown} level={crown} {...{ width, px }} />
      <Band name={guides.eyes} level={eyes} {...{ width, px }} />
      <Band name={guides.chin} level={chin} {...{ width, px }} />
      <line class="middle" x1={middle} x2={middle} y1="0" y2={entry.height_mm * px} />
    </g>
  );
}

function Band({ name, level: { at, range, fit }, width, px }: { name: string; level: Level; width: number; px: number }) {
  const size = width * 0.042;
  return (
    <g class={`band ${fit}`}>
      {range && <rect x="0" width={width} y={range[0] * px} height={Math.max(0, range[1] - range[0]) * px} />}
      <line x1="0" x2={width} y1={at * px} y2={at * px} />
      <text x={size * 0.5} y={at * px - size * 0.35} font-size={size}>{name}</text>
    </g>
  );
}
