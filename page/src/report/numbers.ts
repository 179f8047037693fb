/** What was measured, rounded, in units that people know. */

import type { Words } from "../../strings/en";
import type { Check } from "../service/report";

// Plain numbers that only say yes or no: the words beside them say it better.
const SILENT = ["crown", "cut-out", "face-occluded", "faces", "eyes-visible", "glasses", "red-eye", "eyes-open", "dynamic-range"];
// Shares of something: of the eye's width, of fine detail.
const SHARES = ["gaze", "sharpness"];
const SHORT: Record<string, string> = { mm: " mm", px: " px", deg: "°", "%": " %" };

/** "22.2 mm; should be 20.4 to 24.1 mm"; empty where a number would tell nobody anything. */
export function numbersOf({ id, value, unit, limit }: Check, said: Words["report"]): string {
  if (value === null || SILENT.includes(id)) return "";
  const share = SHARES.includes(id);
  const number = (one: number) => rounded(share ? 100 * one : one);
  const short = share ? " %" : SHORT[unit] ?? "";
  const long = unit.startsWith("L*") ? said.brightness : unit.startsWith("dE") ? said.difference : short;
  const [low, high] = limit ?? [null, null];
  const wanted = low !== null && high !== null
    ? low === -high ? said.within(number(high) + short) : said.between(number(low), number(high) + short)
    : low !== null ? said.atLeast(number(low) + short)
    : high !== null ? said.atMost(number(high) + short)
    : "";
  return [said.measured(number(value) + long), wanted].filter(Boolean).join(said.comma);
}

const rounded = (number: number): string => {
  const text = String(Math.abs(number) >= 10 ? Math.round(number) : Math.round(number * 10) / 10);
  return text.replace("-", "\u2212");
};
