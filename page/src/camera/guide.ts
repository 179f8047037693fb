/** Live guidance: the service looks at small pictures, at most two a second, and says one thing. */

import { IdPhotoClient, isProblem, type QuickReport } from "../../../clients/typescript/src/index";
import type { Naming } from "../catalogue/entry";
import { key } from "../service/key";
import { longerSide, lookAt } from "./picture";

export type Advice = NonNullable<QuickReport["advice"]>;
/** `right`: nothing is left to do; `busy` and `off`: nobody looks just now. */
export type Guidance = { kind: "right" | "busy" | "off" } | { kind: "advice"; advice: Advice };

const PACE = 500; // ms from one look to the next
const PATIENCE = 4000; // ms for an answer
const REST = 3; // s before the next look when the service cannot be reached
const BUSY = 2; // s when it does not say how long it is busy

/** Look until the function that comes back is called. */
export function guide(video: HTMLVideoElement, naming: Naming, tell: (now: Guidance) => void): () => void {
  const over = new AbortController();
  void (async () => {
    while (!over.signal.aborted) {
      const began = performance.now();
      const rest = await look(video, naming, over.signal, tell);
      await pause(Math.max(PACE - (performance.now() - began), 1000 * rest));
    }
  })();
  return () => over.abort();
}

/** One look; how many seconds to leave the service alone after it. */
async function look(
  video: HTMLVideoElement, naming: Naming, signal: AbortSignal, tell: (now: Guidance) => void,
): Promise<number> {
  if (document.hidden || !video.videoWidth) return 0;
  try {
    const client = new IdPhotoClient({ baseUrl: "", apiKey: key() || undefined });
    const fields = { ...naming, camera_px: longerSide(video) };
    const { advice } = await client.quickCheck(await lookAt(video), fields, { signal, timeout: PATIENCE });
    if (!signal.aborted) tell(advice ? { kind: "advice", advice } : { kind: "right" });
    return 0;
  } catch (error) {
    if (signal.aborted) return 0;
    const busy = isProblem(error, "busy", "not-ready");
    tell({ kind: busy ? "busy" : "off" });
    return busy ? error.retryAfter ?? BUSY : REST;
  }
}

const pause = (ms: number) => new Promise<void>(done => setTimeout(done, ms));
