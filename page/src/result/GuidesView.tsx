/** The measured head beside the document's ranges, drawn as authorities draw it. */

import type { Entry, OpenRange } from "../catalogue/entry";
import { words } from "../language";
import type { Head } from "../service/report";
import type { Result } from "../state";
import { Bands } from "./Bands";
import { measuresOf } from "./measures";
import { Finished, shaped } from "./Finished";

export function GuidesView({ result: { report, choice: { entry } } }: { result: Result }) {
  const { width_px: width, height_px: height, head } = report;
  const { guides } = words();
  if (!head) return null;
  const px = width / report.width_mm;
  return (
    <>
      <svg
        class="picture plan" style={shaped(1.4 * width, 1.12 * height)}
        viewBox={`${-0.02 * width} ${-0.02 * height} ${1.4 * width} ${1.12 * height}`}
        role="img" aria-label={guides.label}
      >
        <Finished />
        <Bands {...{ head, entry, px }} />
        <Lengths {...{ head, entry, px, width, height }} />
      </svg>
      <MeasureTable head={head} entry={entry} />
    </>
  );
}

interface LengthsProps {
  head: Head;
  entry: Entry;
  px: number;
  width: number;
  height: number;
}

/** Dimension lines beside the frame. */
function Lengths({ head, entry, px, width, height }: LengthsProps) {
  const x = width * 1.05;
  const crown = head.top_mm * px, chin = crown + head.head_height_mm * px;
  const size = width * 0.05;
  return (
    <g class="lengths" font-size={size}>
      <Length {...{ x, from: 0, to: crown, size }} said={mm(head.top_mm)} />
      <Length {...{ x, from: crown, to: chin, size }} said={mm(head.head_height_mm)} />
      <Length {...{ x, from: chin, to: height, size }} said={mm(head.chin_bottom_mm)} />
      <text x={width / 2} y={height * 1.03 + size} text-anchor="middle">
        {`${mm(entry.width_mm)} × ${mm(entry.height_mm)}`}
      </text>
    </g>
  );
}

function Length({ x, from, to, said, size }: { x: number; from: number; to: number; said: string; size: number }) {
  const wing = size * 0.4;
  return (
    <g>
      <path d={`M${x - wing} ${from}h${2 * wing}M${x - wing} ${to}h${2 * wing}M${x} ${from}V${to}`} />
      <text x={x + size * 0.7} y={(from + to) / 2 + size * 0.35}>{said}</text>
    </g>
  );
}

/** The same in words, each with what the document wants. */
export function MeasureTable({ head, entry }: { head: Head; entry: Entry }) {
  const { guides } = words();
  return (
    <ul class="measures">
      {measuresOf(head, entry).filter(({ range }) => range).map(({ name, value, range, fit, stated }) => (
        <li key={name} class={fit}>
          <span>{guides.names[name]}</span>
          <b>{mm(value)}</b>
          <small>{(stated ? guides.range : guides.usual)(between(range!))}</small>
        </li>
      ))}
    </ul>
  );
}

const short = (length: number): string => (Math.round(length * 10) / 10).toString();

/** A range in words; one end may be open. */
function between([low, high]: OpenRange): string {
  const { atLeast, atMost } = words().guides;
  if (low === null) return high === null ? "" : atMost(mm(high));
  return high === null ? atLeast(mm(low)) : `${short(low)}–${mm(high)}`;
}

const mm = (length: number): string => `${short(length)} mm`;
