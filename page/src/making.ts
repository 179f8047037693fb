/** Requests for what is on the screen: the picture, or what is wrong with a photo that has none. */

import type { Photo } from "../../clients/typescript/src/index";
import { MOST_PX, readPhoto } from "./photo/source";
import { ask } from "./service/client";
import { adjusting, grounded } from "./service/make";
import { Problem } from "./service/problem";
import * as state from "./state";

// Refusals for which there is more to tell than the one reason.
const EXPLAINED = ["body-missing", "resolution-too-low", "matte-implausible"];

/** Have a refused photo checked, so that all that is wrong with it is told at once. */
export async function explain({ slug }: Problem, signal: AbortSignal): Promise<void> {
  if (!EXPLAINED.includes(slug)) return;
  const fields = { ...state.choice.value!.naming, ...adjusting(state.adjustment.value) };
  const report = await ask(client => client.checkPhoto(state.photo.value!.file, fields, { signal })).catch(() => null);
  if (!signal.aborted) state.refused.value = report; // without it there is still the one reason
}

/** The picture that the signals tell of. A small head is sent once more with more of its pixels. */
export async function make(signal: AbortSignal): Promise<Photo> {
  const fields = {
    ...state.choice.value!.naming,
    ...grounded(state.keepsBackground.value ? "original" : "transparent"),
    ...adjusting(state.adjustment.value),
    format: "webp" as const,
  };
  const send = () => ask(client => client.makePhoto(state.photo.value!.file, fields, { signal }), telling);
  try {
    const made = await send();
    const small = made.report.checks.some(({ id, verdict }) => id === "resolution" && verdict !== "pass");
    if (!small || !state.photo.value!.larger) return made;
  } catch (error) {
    const small = error instanceof Problem && error.slug === "resolution-too-low";
    if (!small || !state.photo.value!.larger) throw error;
  }
  await sendLarger();
  return send();
}

/** The head is small in this photo: from now on more of its pixels are sent. */
async function sendLarger(): Promise<void> {
  const before = state.photo.value!;
  state.photo.value = await readPhoto(before.larger!, MOST_PX);
  state.photo.value.larger = null;
  if (before.url) URL.revokeObjectURL(before.url);
}

/** What is told of a request's way to whoever waits for it. */
export const telling = {
  sent: (share: number) => {
    state.work.value = share < 1 ? { stage: "sending", share } : { stage: "making" };
  },
  waiting: (seconds: number) => { state.work.value = { stage: "waiting", seconds }; },
  reconnecting: () => { state.work.value = { stage: "reconnecting" }; },
};
