/** The sheet that is being put together, and its preview. */

import { batch, signal } from "@preact/signals";
import type { SheetFields } from "../../../clients/typescript/src/index";
import type { Choice, Entry } from "../catalogue/entry";
import { telling } from "../making";
import { hand } from "../save/hand-out";
import { ask } from "../service/client";
import { adjusting, grounded } from "../service/make";
import { Problem } from "../service/problem";
import * as state from "../state";

/** Papers by the names of the service. */
export const PAPERS = ["4r", "5-inch", "a4", "a5", "letter"] as const;

/** One size on the sheet; a `count` of null fills what is left. */
export interface Cell {
  entry: Entry;
  count: number | null;
}

export const paper = signal<string>("4r");
export const cutMarks = signal<"crop" | "hairline" | "none">("crop");
export const sheetFormat = signal<"jpeg" | "pdf">("jpeg");
export const others = signal<Cell[]>([]);
export const own = signal<number | null>(null);
export const preview = signal<{ url: string; count: number } | null>(null);
export const sheetProblem = signal<Problem | null>(null);
export const making = signal(false);
let latest = new AbortController();

/** Another size beside the photo's own. */
export function addSize({ entry }: Choice): void {
  others.value = [...others.value, { entry, count: 2 }];
}

/** Have a small picture of the sheet made; what was asked before no longer counts. */
export async function look(): Promise<void> {
  latest.abort();
  const { signal } = latest = new AbortController();
  sheetProblem.value = null;
  making.value = true;
  try {
    const { sheet, report } = await ask(client =>
      client.makeSheet(state.photo.value!.file, { ...fields(), dpi: 150, format: "jpeg" }, { signal }));
    if (signal.aborted) return;
    if (preview.value) URL.revokeObjectURL(preview.value.url);
    preview.value = { url: URL.createObjectURL(sheet), count: report.cells.length };
  } catch (error) {
    if (!signal.aborted) sheetProblem.value = Problem.of(error);
  } finally {
    if (!signal.aborted) making.value = false;
  }
}

/** Make the sheet as it will be printed, and hand it over. */
export async function saveSheet(): Promise<void> {
  batch(() => { sheetProblem.value = null; making.value = true; });
  const format = sheetFormat.value;
  try {
    const { sheet } = await ask(client => client.makeSheet(state.photo.value!.file, { ...fields(), format }), telling);
    const name = `${state.choice.value!.entry.id}-${paper.value}.${format === "pdf" ? "pdf" : "jpg"}`;
    await hand(new File([sheet], name, { type: sheet.type }));
  } catch (error) {
    sheetProblem.value = Problem.of(error);
  } finally {
    batch(() => { making.value = false; state.work.value = null; });
  }
}

function fields(): SheetFields {
  const cells: Cell[] = [{ entry: state.choice.value!.entry, count: own.value }, ...others.value];
  const ground = state.colour.value === "transparent" ? "white" : state.colour.value;
  return {
    cells: cells.map(({ entry, count }) => `${nameOf(entry)}:${count ?? "fill"}`).join(","),
    paper: paper.value,
    cut_marks: cutMarks.value,
    ...grounded(ground),
    ...adjusting(state.adjustment.value),
  } as SheetFields;
}

const nameOf = ({ id, width_mm, height_mm }: Entry): string =>
  id === "custom" ? `${Math.round(width_mm * 10) / 10}x${Math.round(height_mm * 10) / 10}` : id;
