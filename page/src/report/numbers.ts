/** What was measured, rounded, in units that people know. */

import type { Words } from "../../strings/en";
import type { Check } from "../service/report";

// Plain numbers that only say yes or no: the words beside them say it better.
const SILENT = ["crown", "cut-out", "face-occluded", "faces", "eyes-visible", "glasses", "red-eye", "dynamic-range"];
// Shares of something: of the eye's width, of fine detail.
const SHARES = ["eyes-open", "gaze", "sharpness"];

/** "22.2 mm, should be 20.4 to 24.1 mm"; empty where a number would tell nobody anything. */
export function numbersOf({ id, value, unit, limit }: Check, said: Words["report"]): string {
  if (value === null || SILENT.includes(id)) return "";
  const share = SHARES.includes(id);
  const one = (number: number) => `${rounded(share ? 100 * number : number)}${unitOf(share ? "%" : unit, said)}`;
  const [low, high] = limit ?? [null, null];
  const wanted = low !== null && high !== null ? said.between(rounded(share ? 100 * low : low), one(high))
    : low !== null ? said.atLeast(one(low))
    : high !== null ? said.atMost(one(high))
    : "";
  return [said.measured(one(value)), wanted].filter(Boolean).join(said.comma);
}

function unitOf(unit: string, said: Words["report"]): string {
  if (unit === "deg") return "°";
  if (unit === "%") return " %";
  if (unit.startsWith("L*")) return said.brightness;
  if (unit.startsWith("dE")) return said.difference;
  return unit && ` ${unit}`;
}

const rounded = (number: number): string =>
  String(Math.abs(number) >= 10 ? Math.round(number) : Math.round(number * 10) / 10);
