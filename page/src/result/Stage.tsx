/** The picture itself, drawn in the finished photo's own pixels and as large as there is room. */

import { cssColour } from "./palette";
import { words } from "../language";
import type { SourcePhoto } from "../photo/source";
import type { Box } from "../service/problem";
import { choice, colour, photo, problem, result, view, work } from "../state";
import { AdjustView } from "./AdjustView";
import { CompareView } from "./CompareView";
import { EdgesView } from "./EdgesView";
import { GuidesView } from "./GuidesView";

export function Stage() {
  if (!result.value) return <Waiting />;
  const busy = work.value ? "stage busy" : "stage";
  switch (view.value) {
    case "compare": return <div class={busy}><CompareView result={result.value} /></div>;
    case "guides": return <div class={busy}><GuidesView result={result.value} /></div>;
    case "edges": return <div class={busy}><EdgesView result={result.value} /></div>;
    case "adjust": return <div class="stage"><AdjustView result={result.value} /></div>;
    default: return <div class={busy}><FinishedView /></div>;
  }
}

/** The shape of a picture, by which the style fits it into the room that there is. */
export const shaped = (width: number, height: number) => ({ "--ratio": String(width / height) });

function FinishedView() {
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

/** The photo as it was chosen, until there is more to see; nothing where it cannot be shown. */
function Waiting() {
  const faces = problem.value?.faces ?? [];
  if (!work.value && !photo.value?.url) return null;
  if (photo.value?.url && faces.length) return <Faces photo={photo.value} faces={faces} />;
  const entry = choice.value?.entry;
  const ratio = entry ? entry.width_px / entry.height_px : 35 / 45;
  return (
    <div class={work.value ? "stage waiting" : "stage"}>
      <svg class="picture" style={shaped(ratio, 1)} viewBox={`0 0 ${1000 * ratio} 1000`} role="img" aria-label={words().result.chosen}>
        <rect class="stage-ground" width={1000 * ratio} height="1000" />
        {photo.value?.url &&
          <image href={photo.value.url} width={1000 * ratio} height="1000" preserveAspectRatio="xMidYMid slice" />}
      </svg>
      {work.value && <div class="scan" aria-hidden="true" />}
    </div>
  );
}

/** All of the photo, with a frame around each face that was found. */
function Faces({ photo: { url, width, height }, faces }: { photo: SourcePhoto; faces: readonly Box[] }) {
  const said = words().result.faces(faces.length);
  const line = Math.max(width, height) / 160;
  return (
    <div class="stage">
      <svg class="picture" style={shaped(width, height)} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={said}>
        <image href={url!} width={width} height={height} />
        {faces.map(([left, top, right, bottom]) => (
          <g key={`${left} ${top}`} class="found-face">
            <rect x={left} y={top} width={right - left} height={bottom - top} rx={line} stroke-width={2 * line} />
            <rect x={left} y={top} width={right - left} height={bottom - top} rx={line} stroke-width={line} />
          </g>
        ))}
      </svg>
      <p class="stage-note">{said}</p>
    </div>
  );
}
