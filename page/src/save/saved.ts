/** The file to keep: the service makes it, and it is the same however it is then handed over. */

import { batch, computed, effect, signal } from "@preact/signals";
import { isEmbedded, sendToParent } from "../embed";
import { telling } from "../making";
import { ask } from "../service/client";
import { adjusting, grounded } from "../service/make";
import { Problem } from "../service/problem";
import type { Check, Report } from "../service/report";
import * as state from "../state";
import { download, ending, savesFiles } from "./hand-out";

export interface Saved {
  file: File;
  url: string;
  report: Report;
  /** What only the finished file shows: its background is there now. */
  found: Check[];
}

export const saved = signal<Saved | null>(null);

const asked = signal<AbortController | null>(null);

/** Whether somebody tapped to save and has no file yet. */
export const saving = computed(() => asked.value === state.current.value);

/** Save the photo once its picture is there: a tap before that counts, a second one changes nothing. */
export async function save(): Promise<void> {
  if (saving.value) return;
  const own = asked.value = state.current.value;
  const early = state.work.value !== null;
  await nothingInWork();
  // What is wrong with the picture is told already; another photo or document is another matter.
  const ready = !own.signal.aborted && !(early && state.problem.value);
  if (ready) await makeFile(own.signal);
  if (asked.value === own) asked.value = null;
}

function nothingInWork(): Promise<void> {
  return new Promise(resolve => {
    const stop = effect(() => {
      if (state.work.value !== null) return;
      queueMicrotask(() => stop());
      resolve();
    });
  });
}

/** Make the file, hand it to the browser, and say so. */
async function makeFile(signal: AbortSignal): Promise<void> {
  const { naming, entry } = state.choice.value!;
  state.problem.value = null;
  state.work.value = { stage: "making" };
  try {
    const fields = {
      ...naming, ...grounded(state.colour.value), ...adjusting(state.adjustment.value), ...wishes(),
    };
    const { image, report } = await ask(client => client.makePhoto(state.photo.value!.file, fields, { signal }), telling);
    if (signal.aborted) return;
    const file = new File([image], `${entry.id}.${ending(image.type)}`, { type: image.type });
    if (saved.value) URL.revokeObjectURL(saved.value.url);
    batch(() => {
      saved.value = { file, url: URL.createObjectURL(file), report, found: newIn(report) };
      if (state.result.value) state.result.value = { ...state.result.value, report };
      state.overlay.value = "saved";
    });
    if (isEmbedded()) sendToParent(file, report);
    else if (savesFiles()) download(file);
  } catch (error) {
    if (!signal.aborted) state.problem.value = Problem.of(error);
  } finally {
    if (!signal.aborted) state.work.value = null;
  }
}

/** JPEG knows no transparency: without a background the file is what the service makes of that. */
function wishes(): typeof state.fileWishes.value {
  const { format, ...others } = state.fileWishes.value;
  return format === "jpeg" && state.colour.value === "transparent" ? others : state.fileWishes.value;
}

/** Checks that the file does not pass although the picture on the screen did. */
function newIn(report: Report): Check[] {
  const wrong = ({ verdict }: Check) => verdict === "fail" || verdict === "warn";
  const known = state.result.value?.report.checks.filter(wrong).map(({ id }) => id) ?? [];
  return report.checks.filter(check => wrong(check) && !known.includes(check.id));
}
