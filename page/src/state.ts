/** What the page knows. Whoever shows some of it reads the signal; `flow.ts` alone writes them. */

import { computed, signal } from "@preact/signals";
import type { CheckReport, PhotoFields } from "../../clients/typescript/src/index";
import type { Choice, Entry } from "./catalogue/entry";
import type { SourcePhoto } from "./photo/source";
import type { Problem } from "./service/problem";
import type { Adjustment, Report } from "./service/report";

/** The photo as the service made it for the screen: cut out and see-through, or just cropped. */
export interface Result {
  url: string;
  report: Report;
  choice: Choice;
  adjustment: Adjustment;
  original: boolean;
}

/** What is being waited for; `share` of the upload is 0 to 1. */
export type Work =
  | { stage: "preparing" }
  | { stage: "sending"; share: number }
  | { stage: "making" }
  | { stage: "reconnecting" }
  | { stage: "waiting"; seconds: number };

export type View = "finished" | "compare" | "guides" | "edges" | "adjust";

export const UNADJUSTED: Adjustment = { offset_x_mm: 0, offset_y_mm: 0, scale: 1, roll_deg: 0 };

export const catalogue = signal<Entry[] | null>(null);
/** Ids of what people come for most, the most wanted first. */
export const wanted = signal<readonly string[]>([]);
export const photo = signal<SourcePhoto | null>(null);
export const choice = signal<Choice | null>(null);
/** A name, `#rrggbb`, `original` or `transparent`. */
export const colour = signal("white");
/** What the file to keep is to be besides: its format, its size in KB, a label. */
export const fileWishes = signal<PhotoFields>({});
export const adjustment = signal<Adjustment>(UNADJUSTED);
export const result = signal<Result | null>(null);
/** The head as the service placed it by itself, which adjustments are told from. */
export const automatic = signal<Report | null>(null);
export const work = signal<Work | null>(null);

/** Aborted, and another one, as soon as another photo or document is wanted. */
export const current = signal(new AbortController());
export const problem = signal<Problem | null>(null);
/** What is wrong with a photo that the service made none of, as far as it got. */
export const refused = signal<CheckReport | null>(null);
export const view = signal<View>("finished");
/** Which part covers the page. */
export const overlay = signal<"camera" | "catalogue" | "saved" | "held" | "key" | null>(null);

/** Whether there is a photo, or one is just being read. */
export const begun = computed(() => photo.value !== null || work.value !== null);
export const keepsBackground = computed(() => colour.value === "original");
