/** Photos for several documents of the one that was chosen, in one request. */

import { signal } from "@preact/signals";
import type { Variant } from "../../../clients/typescript/src/index";
import type { Choice } from "../catalogue/entry";
import { usualColour } from "../flow";
import { telling } from "../making";
import { ending } from "../save/hand-out";
import { ask } from "../service/client";
import { grounded } from "../service/make";
import { Problem } from "../service/problem";
import { photo, work } from "../state";

export interface Product {
  choice: Choice;
  file: File | null;
  url: string;
  verdict: string;
  problem: Problem | null;
}

export const chosen = signal<Choice[]>([]);
export const products = signal<Product[]>([]);
export const severalProblem = signal<Problem | null>(null);
const MOST = 10; // that the service takes at once

export function add(choice: Choice): void {
  if (chosen.value.length >= MOST || chosen.value.some(({ entry }) => entry === choice.entry)) return;
  chosen.value = [...chosen.value, choice];
}

export function remove(choice: Choice): void {
  chosen.value = chosen.value.filter(one => one !== choice);
}

/** Each in the colour that its document has. */
export async function makeSeveral(): Promise<void> {
  severalProblem.value = null;
  work.value = { stage: "making" };
  const choices = chosen.value;
  const wanted = choices.map(({ entry, naming }) => ({ ...naming, ...grounded(usualColour(entry)) }));
  try {
    const made = await ask(client => client.makeVariants(photo.value!.file, wanted), telling);
    for (const { url } of products.value) URL.revokeObjectURL(url);
    products.value = made.map((variant, index) => productOf(choices[index]!, variant));
  } catch (error) {
    severalProblem.value = Problem.of(error);
  } finally {
    work.value = null;
  }
}

function productOf(choice: Choice, { image, report, problem }: Variant): Product {
  if (!image) {
    const slug = problem.type.split("/").pop()!;
    return { choice, file: null, url: "", verdict: "rejected", problem: new Problem(slug, problem.detail, problem.status) };
  }
  const file = new File([image], `${choice.entry.id}.${ending(image.type)}`, { type: image.type });
  return { choice, file, url: URL.createObjectURL(image), verdict: report.verdict, problem: null };
}
