/** What is on the stage before there is a finished photo, or instead of one. */

import { words } from "../language";
import type { SourcePhoto } from "../photo/source";
import type { Box } from "../service/problem";
import { choice, photo, problem, work } from "../state";
import { shaped } from "./Finished";

/** The photo as it was chosen, until there is more to see; nothing where it cannot be shown. */
export function Waiting() {
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
