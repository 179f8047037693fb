/** What went wrong, as a sentence with the next step. */

import { show, startAnew } from "../flow";
import { words } from "../language";
import { photo } from "../state";
import type { Problem } from "../service/problem";
import { Icon } from "./Icon";

const AGAIN = ["busy", "not-ready", "deadline-exceeded", "timeout", "offline", "unreachable", "body-too-slow", "internal"];

export function ProblemCard({ problem }: { problem: Problem }) {
  const { problems, again, newPhoto } = words();
  return (
    <section class="card bad" role="alert">
      <h2><Icon name="fail" />{problems.heading}</h2>
      <p>{explained(problem)}</p>
      <div class="row">
        {AGAIN.includes(problem.slug) && photo.value &&
          <button type="button" onClick={() => void show()}>{again}</button>}
        {photo.value && <button type="button" onClick={startAnew}>{newPhoto}</button>}
      </div>
    </section>
  );
}

/** The page's sentence for it, else the service's own. */
export function explained(problem: Problem): string {
  const { problems } = words();
  const said = problems.sentences[problem.slug as keyof typeof problems.sentences];
  return said || problem.detail || problems.sentences.internal;
}
