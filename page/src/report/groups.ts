/** Which checks belong together, as one would go through a photo. */

import type { Check, Verdict } from "../service/report";

export const GROUPS = {
  photo: [
    "faces", "head-complete", "body-complete", "shoulders-complete", "frame-covered", "crown", "cut-out",
    "resolution", "eye-distance", "sharpness",
  ],
  face: [
    "head-height", "top-margin", "eye-line", "chin-bottom", "face-width", "centring", "yaw", "pitch", "roll",
    "eyes-open", "eyes-visible", "gaze", "mouth-closed", "expression", "face-occluded",
    "glasses", "head-covering", "red-eye", "shoulders-level",
  ],
  light: ["underexposure", "overexposure", "dynamic-range", "light-evenness", "face-hue", "face-chroma"],
  background: [
    "background-colour", "background-uniform", "background-shadow", "clothes-like-background",
    "skin-like-background",
  ],
  file: ["jpeg-quality"],
} as const;

export type GroupName = keyof typeof GROUPS;

const GRAVITY: Verdict[] = ["fail", "warn", "pass", "not-assessed"];

/** The checks of a group, what is wrong first. One that the page does not know goes to the photo's. */
export function checksOf(checks: readonly Check[], name: GroupName): Check[] {
  const known = Object.values(GROUPS).flat() as string[];
  const own = GROUPS[name] as readonly string[];
  return checks
    .filter(({ id }) => own.includes(id) || (name === "photo" && !known.includes(id)))
    .sort((one, other) => GRAVITY.indexOf(one.verdict) - GRAVITY.indexOf(other.verdict));
}

/** The gravest verdict of some checks. */
export const gravest = (checks: readonly Check[]): Verdict =>
  GRAVITY.find(verdict => checks.some(check => check.verdict === verdict)) ?? "not-assessed";
