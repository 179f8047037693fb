/** The cut-out's edge in a magnifier, on light, dark and checker, and where it is in doubt. */

import { useSignal } from "@preact/signals";
import { words } from "../language";
import type { Result } from "../state";
import { Checker, Finished, shaped } from "./Finished";

const ENLARGED = 3.5;
const GROUNDS = { chosen: null, light: "#ffffff", dark: "#15171c", checker: "url(#checker)" } as const;
type Ground = keyof typeof GROUNDS;

/** Whether what this device points with is a finger. */
const byFinger = (): boolean => matchMedia("(pointer: coarse)").matches;

export function EdgesView({ result }: { result: Result }) {
  const { report: { width_px: width, height_px: height, head, width_mm, doubt } } = result;
  const { edges } = words();
  const ground = useSignal<Ground>("chosen");
  const start = head ? head.top_mm * width / width_mm : height / 4;
  const at = useSignal<[number, number]>([width / 2, start]);
  const go = (x: number, y: number) => {
    at.value = [Math.min(width, Math.max(0, x)), Math.min(height, Math.max(0, y))];
  };
  const raised = useSignal(false); // a finger would cover the magnifier
  const point = (event: PointerEvent) => {
    raised.value = event.pointerType === "touch";
    const box = (event.currentTarget as Element).getBoundingClientRect();
    go((event.clientX - box.left) / box.width * width, (event.clientY - box.top) / box.height * height);
  };
  const key = (event: KeyboardEvent) => {
    const step = width / 40;
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!way) return;
    event.preventDefault();
    go(at.value[0] + way[0]! * step, at.value[1] + way[1]! * step);
  };
  return (
    <>
      <div
        class="edges" style={shaped(width, height)} role="application" tabIndex={0} aria-label={edges.label} aria-roledescription={edges.role}
        onPointerDown={event => { event.currentTarget.setPointerCapture(event.pointerId); point(event); }}
        onPointerMove={event => (event.buttons || event.pointerType === "mouse") && point(event)}
        onKeyDown={key}
      >
        <svg class="picture" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          <Checker />
          <Layer {...{ result, ground: ground.value }} />
          {doubt.map((outline, index) => <polygon key={index} class="doubt" points={outline.join(" ")} />)}
          <Lens {...{ result, ground: ground.value, at: at.value, raised: raised.value }} />
        </svg>
      </div>
      <div class="segments" role="group" aria-label={edges.ground}>
        {(Object.keys(GROUNDS) as Ground[]).map(name =>
          <button
            key={name} type="button" aria-pressed={ground.value === name}
            onClick={() => { ground.value = name; }}
          >{edges.grounds[name]}</button>)}
      </div>
      <p class="stage-note">{doubt.length ? edges.doubt : byFinger() ? edges.hintTouch : edges.hint}</p>
    </>
  );
}

function Layer({ result: { report, url }, ground }: { result: Result; ground: Ground }) {
  const { width_px: width, height_px: height } = report;
  const fill = GROUNDS[ground];
  if (!fill) return <Finished />;
  return <><rect width={width} height={height} fill={fill} /><image href={url} width={width} height={height} /></>;
}

interface LensProps {
  result: Result;
  ground: Ground;
  at: [number, number];
  raised: boolean;
}

function Lens({ result, ground, at: [x, y], raised }: LensProps) {
  const radius = result.report.width_px * 0.24;
  const up = raised ? Math.max(radius, y - 1.4 * radius) : y;
  return (
    <g class="lens">
      <clipPath id="lens"><circle cx={x} cy={up} r={radius} /></clipPath>
      <g clip-path="url(#lens)">
        <g transform={`translate(${x} ${up}) scale(${ENLARGED}) translate(${-x} ${-y})`}><Layer {...{ result, ground }} /></g>
      </g>
      <circle class="lens-rim" cx={x} cy={up} r={radius} stroke-width={radius / 18} />
    </g>
  );
}
