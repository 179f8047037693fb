/** When to take the picture: everything has to hold for a second, and while it is counted down. */

import { signal } from "@preact/signals";
import type { Guidance } from "./guide";

const HOLDS = 1000; // ms for which everything is right before it is counted
const COUNT = 3;
const STEP = 700; // ms of one number
const READ = 1000; // ms that an instruction stays before another takes its place

/** What is shown: an instruction, that it holds, or how many numbers are left. */
export type Shown = Guidance | { kind: "looking" | "taking" } | { kind: "counting"; left: number };

export class Moment {
  readonly shown = signal<Shown>({ kind: "looking" });
  readonly itself = signal(true);
  #since = 0;
  #said = 0;
  #counter: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly take: () => void) {}

  /** What the guidance says now; once the picture is being taken, nothing more. */
  hear(now: Guidance, at = performance.now()): void {
    if (this.shown.value.kind === "taking") return;
    if (now.kind !== "right") return this.#interrupt(now, at);
    this.#since ||= at;
    if (this.#counter !== undefined) return;
    if (this.itself.value && at - this.#since >= HOLDS) this.#count(COUNT);
    else this.shown.value = now;
  }

  /** Take the picture, now or at the end of the count; only once. */
  shoot(): void {
    if (this.shown.value.kind === "taking") return;
    this.rest();
    this.shown.value = { kind: "taking" };
    this.take();
  }

  /** Begin anew: another camera, or the picture could not be taken. */
  reset(): void {
    this.rest();
    this.shown.value = { kind: "looking" };
  }

  /** Stop counting and forget what held. */
  rest(): void {
    clearTimeout(this.#counter);
    this.#counter = undefined;
    this.#since = 0;
  }

  #interrupt(now: Guidance, at: number): void {
    this.rest();
    if (this.shown.value.kind === "advice" && now.kind === "advice" && at - this.#said < READ) return;
    this.#said = at;
    this.shown.value = now;
  }

  #count(left: number): void {
    if (left === 0) return this.shoot();
    this.shown.value = { kind: "counting", left };
    this.#counter = setTimeout(() => this.#count(left - 1), STEP);
  }
}
