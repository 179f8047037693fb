/** Before and after: one picture over the other, and a line between them to move. */

import { useSignal } from "@preact/signals";
import { words } from "../language";
import { photo, type Result } from "../state";
import { fromSource, toSvg } from "./geometry";
import { Finished, shaped } from "./Finished";

export function CompareView({ result: { report } }: { result: Result }) {
  const share = useSignal(50);
  const { compare } = words();
  const { url, width: wide, height: high } = photo.value!;
  const { width_px: width, height_px: height } = report;
  const map = fromSource(report, wide, high);
  const x = width * share.value / 100;
  return (
    <div class="compare" style={shaped(width, height)}>
      <svg class="picture" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={compare.label}>
        <clipPath id="before"><rect width={x} height={height} /></clipPath>
        <Finished />
        <g clip-path="url(#before)">
          <rect class="stage-ground" width={width} height={height} />
          {map && url && <image href={url} width={wide} height={high} transform={toSvg(map)} />}
        </g>
        <g class="divider" aria-hidden="true">
          <path d={`M${x} 0V${height}`} stroke-width={width / 130} />
          <circle cx={x} cy={height / 2} r={width / 17} />
          <path
            class="divider-arrows" stroke-width={width / 110}
            d={`M${x - width / 55} ${height / 2 - width / 55}l${-width / 55} ${width / 55}l${width / 55} ${width / 55}M${x + width / 55} ${height / 2 - width / 55}l${width / 55} ${width / 55}l${-width / 55} ${width / 55}`}
          />
        </g>
      </svg>
      <input
        type="range" min="0" max="100" value={share.value} aria-label={compare.slider}
        onInput={event => { share.value = event.currentTarget.valueAsNumber; }}
      />
      <span class="side before" aria-hidden="true">{compare.before}</span>
      <span class="side after" aria-hidden="true">{compare.after}</span>
    </div>
  );
}
