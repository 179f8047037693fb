/** From a chosen photo to a picture on the screen: what happens when somebody chooses something. */

import { batch } from "@preact/signals";
import type { Choice, Entry } from "./catalogue/entry";
import { remember } from "./catalogue/recent";
import { explain, make } from "./making";
import { readPhoto, USUAL_PX } from "./photo/source";
import type { Photo } from "../../clients/typescript/src/index";
import { Problem } from "./service/problem";
import type { Adjustment } from "./service/report";
import * as state from "./state";

const REST = 400; // ms without a change by hand
let running = new AbortController();
let resting = 0;

/** A photo was taken, chosen, dropped or pasted. */
export async function takePhoto(file: File): Promise<void> {
  stop();
  batch(() => {
    state.overlay.value = null;
    forget();
    state.work.value = { stage: "preparing" };
  });
  state.photo.value = await readPhoto(file, USUAL_PX);
  await show();
}

/** Another document: its own colour, and the head where the service puts it. */
export function takeDocument(choice: Choice): Promise<void> {
  remember(choice);
  stop();
  batch(() => {
    state.choice.value = choice;
    state.colour.value = usualColour(choice.entry);
    state.adjustment.value = state.UNADJUSTED;
    state.automatic.value = null;
    state.fileWishes.value = {};
  });
  return show();
}

/** Another background; the person is cut out already, unless it was not wanted so far. */
export function takeColour(colour: string): void {
  const before = state.keepsBackground.value;
  state.colour.value = colour;
  if (before !== state.keepsBackground.value) void show();
}

/** The head was moved by hand; it counts at once, and is shown when the hand rests. */
export function adjust(by: Adjustment): void {
  state.adjustment.value = by;
  clearTimeout(resting);
  resting = window.setTimeout(() => void show(), REST);
}

/** Back to the beginning. */
export function startAnew(): void {
  stop();
  batch(() => {
    forget();
    state.photo.value = null;
  });
}

/** The colour that a document has unless somebody chooses another. */
export const usualColour = ({ editing_policy, backgrounds }: Entry): string =>
  editing_policy === "forbidden" ? "original" : backgrounds[0]?.name ?? "white";

/** Neither the picture that is being made is wanted any more, nor its file. */
function stop(): void {
  running.abort();
  running = new AbortController();
  state.current.value.abort();
  state.current.value = new AbortController();
}

function forget(): void {
  if (state.result.value) URL.revokeObjectURL(state.result.value.url);
  if (state.photo.value?.url) URL.revokeObjectURL(state.photo.value.url);
  state.result.value = null;
  state.automatic.value = null;
  state.problem.value = null;
  state.refused.value = null;
  state.work.value = null;
  state.adjustment.value = state.UNADJUSTED;
  state.view.value = "finished";
}

/** Ask the service for the picture that the signals tell of, and put it on the screen. */
export async function show(): Promise<void> {
  const { photo, choice } = state;
  if (!photo.value || !choice.value) return;
  clearTimeout(resting);
  running.abort();
  const own = running = new AbortController();
  const by = state.adjustment.value;
  batch(() => {
    state.problem.value = null;
    state.refused.value = null;
    state.work.value = { stage: "sending", share: 0 };
  });
  try {
    const made = await make(own.signal);
    if (!own.signal.aborted) put(made, by);
  } catch (error) {
    if (own.signal.aborted) return;
    state.problem.value = Problem.of(error);
    await explain(state.problem.value, own.signal);
  } finally {
    if (running === own) state.work.value = null;
  }
}

function put({ image, report }: Photo, by: Adjustment): void {
  const old = state.result.value;
  batch(() => {
    state.result.value = {
      url: URL.createObjectURL(image),
      report,
      choice: state.choice.value!,
      adjustment: by,
      original: state.keepsBackground.value,
    };
    if (by === state.UNADJUSTED) state.automatic.value = report;
  });
  if (old) setTimeout(() => URL.revokeObjectURL(old.url), 1000); // when the new one is drawn
}
