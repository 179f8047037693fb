/** Fingers, mouse, wheel and keys on a picture, as changes of a placement. */

import type { Report } from "../service/report";
import type { Gesture } from "./move";

const SHOWN = 1.32; // the picture shows so many widths of the frame
const KEYS: Record<string, Gesture> = {
  ArrowLeft: { x: -0.5 }, ArrowRight: { x: 0.5 }, ArrowUp: { y: -0.5 }, ArrowDown: { y: 0.5 },
  "+": { scale: 1.02 }, "=": { scale: 1.02 }, "-": { scale: 1 / 1.02 }, "[": { roll: -0.5 }, "]": { roll: 0.5 },
};

/** A ref for the element: it listens as long as the element is there. */
export function gestures(report: Report, change: (by: Gesture) => void) {
  return (element: HTMLElement | null) => {
    if (!element) return;
    const fingers = new Map<number, PointerEvent>();
    const mm = () => SHOWN * report.width_mm / element.firstElementChild!.getBoundingClientRect().width;

    element.onpointerdown = event => {
      element.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, event);
    };
    element.onpointerup = element.onpointercancel = event => { fingers.delete(event.pointerId); };
    element.onpointermove = event => {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const other = [...fingers.values()].find(({ pointerId }) => pointerId !== event.pointerId);
      fingers.set(event.pointerId, event);
      change(other ? pinch(before, event, other) : {
        x: (event.clientX - before.clientX) * mm(), y: (event.clientY - before.clientY) * mm(),
      });
    };
    element.onwheel = event => {
      event.preventDefault();
      change(event.shiftKey ? { roll: event.deltaY / 100 } : { scale: Math.exp(-event.deltaY / 800) });
    };
    element.onkeydown = event => {
      const by = KEYS[event.key];
      if (!by || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      change(by);
    };
  };
}

/** One of two fingers moved: by how much their line became longer and turned. */
function pinch(before: PointerEvent, now: PointerEvent, other: PointerEvent): Gesture {
  const line = ({ clientX, clientY }: PointerEvent) => [clientX - other.clientX, clientY - other.clientY] as const;
  const [x, y] = line(before), [u, v] = line(now);
  const turned = (Math.atan2(v, u) - Math.atan2(y, x)) * 180 / Math.PI;
  return { scale: Math.hypot(u, v) / Math.hypot(x, y), roll: (turned + 540) % 360 - 180 };
}
