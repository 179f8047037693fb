/** The person on the chosen background, and what every view of that needs. */

import { words } from "../language";
import { colour, result } from "../state";
import { cssColour } from "./palette";

/** The shape of a picture, by which the style fits it into the room that there is. */
export const shaped = (width: number, height: number) => ({ "--ratio": String(width / height) });

export function FinishedView() {
  const { width_px: width, height_px: height } = result.value!.report;
  return (
    <svg class="picture" style={shaped(width, height)} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words().result.finished}>
      <Finished />
    </svg>
  );
}

/** The person on the chosen background, in the frame's pixels. */
export function Finished({ transform }: { transform?: string }) {
  const { url, report, choice: { entry }, original } = result.value!;
  const { width_px: width, height_px: height } = report;
  const ground = original ? null : cssColour(colour.value, entry);
  return (
    <>
      {ground
        ? <rect class="ground" width={width} height={height} fill={ground} />
        : <rect class="ground" width={width} height={height} fill="url(#checker)" />}
      <Checker />
      <image href={url} width={width} height={height} transform={transform} />
    </>
  );
}

/** What stands for no background at all. */
export function Checker() {
  return (
    <defs>
      <pattern id="checker" width="24" height="24" patternUnits="userSpaceOnUse">
        <rect width="24" height="24" fill="#fff" />
        <path d="M0 0h12v12H0zM12 12h12v12H12z" fill="#d5d8dd" />
      </pattern>
    </defs>
  );
}
