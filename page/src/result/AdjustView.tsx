/** Move, enlarge and turn the head by hand; the document's ranges say at once what becomes of it. */

import { adjust } from "../flow";
import { words } from "../language";
import { adjustment, automatic, photo, UNADJUSTED, view, type Result } from "../state";
import { Icon } from "../ui/Icon";
import { Bands } from "./Bands";
import { move, type Gesture } from "./move";
import { adjusted, chain, fromSource, inverse, toSvg } from "./geometry";
import { MeasureTable } from "./GuidesView";
import { gestures } from "./gestures";
import { moved } from "./measures";
import { Nudges } from "./Nudges";
import { Finished, shaped } from "./Finished";

export function AdjustView({ result }: { result: Result }) {
  const { report, choice: { entry } } = result;
  const own = automatic.value ?? report;
  const by = adjustment.value;
  const head = own.head && moved(own.head, by, own.height_mm);
  const turns = entry.rotation_allowed !== false;
  const { adjust: said } = words();
  const change = (gesture: Gesture) => move(gesture, turns);
  return (
    <>
      <div class="adjust" style={shaped(1.32 * own.width_px, 1.2 * own.height_px)} role="application" tabIndex={0} aria-label={said.label} aria-roledescription={said.role} ref={gestures(own, change)}>
        <Picture result={result} by={by} head={head} />
      </div>
      <Nudges by={by} turns={turns} change={change} />
      <div class="row adjust-end">
        <button type="button" onClick={() => adjust(UNADJUSTED)}>
          <Icon name="undo" />{said.reset}
        </button>
        <button type="button" class="primary" onClick={() => { view.value = "finished"; }}>
          <Icon name="check" />{said.done}
        </button>
      </div>
      {head && <MeasureTable head={head} entry={entry} />}
    </>
  );
}

interface PictureProps {
  result: Result;
  by: Result["adjustment"];
  head: ReturnType<typeof moved> | null;
}

function Picture({ result, by, head }: PictureProps) {
  const { report, choice: { entry }, original } = result;
  const own = automatic.value ?? report;
  const { width_px: width, height_px: height } = report;
  const from = adjusted(result.adjustment, own);
  const change = chain(adjusted(by, own), inverse(from));
  const source = photo.value?.url ? fromSource(report, photo.value.width, photo.value.height) : null;
  const behind = source && photo.value && (
    <image href={photo.value.url!} width={photo.value.width} height={photo.value.height} transform={toSvg(chain(change, source))} />
  );
  return (
    <svg
      class="picture plan" viewBox={`${-0.16 * width} ${-0.1 * height} ${1.32 * width} ${1.2 * height}`}
      aria-hidden="true"
    >
      <clipPath id="frame"><rect width={width} height={height} /></clipPath>
      <g opacity="0.35">{behind}</g>
      <g clip-path="url(#frame)">
        {original ? <><rect class="stage-ground" width={width} height={height} />{behind}</> : <Finished transform={toSvg(change)} />}
      </g>
      <rect class="frame" width={width} height={height} />
      {head && <Bands head={head} entry={entry} px={width / report.width_mm} />}
    </svg>
  );
}
