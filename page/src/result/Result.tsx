/** The photo: its picture, what can be chosen about it, what is said of it, and the way to save it. */

import { useEffect, useRef } from "preact/hooks";
import { words } from "../language";
import { problem, refused, result, work } from "../state";
import { SaveBar } from "../save/SaveBar";
import { More } from "../more/More";
import { Facts } from "../report/Facts";
import { Notices } from "../report/Notices";
import { Report } from "../report/Report";
import { LOOKS } from "../report/verdict";
import { Icon } from "../ui/Icon";
import { ProblemCard } from "../ui/ProblemCard";
import { Colours } from "./Colours";
import { DocumentLine } from "../start/DocumentLine";
import { Stage } from "./Stage";
import { Views } from "./Views";
import { WorkNote } from "./WorkNote";

export function Result() {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const ready = result.value !== null;
  const told = refused.value ?? result.value?.report;
  return (
    <div class="result" aria-busy={work.value !== null}>
      <h1 class="unseen" ref={heading} tabIndex={-1}>{words().result.heading}</h1>
      <div class="result-picture">
        <DocumentLine />
        <Stage />
        <div class="under-stage" role="status">{work.value ? <WorkNote /> : <Heard />}</div>
        {work.value === null && <Said />}
        {problem.value && <ProblemCard problem={problem.value} />}
        {ready && <Views />}
        {ready && <Colours />}
      </div>
      <div class="result-panel">
        {result.value && <Notices entry={result.value.choice.entry} />}
        {told && <Report report={told} />}
        {result.value && <More />}
        {result.value && <Facts entry={result.value.choice.entry} />}
      </div>
      {ready && <SaveBar />}
    </div>
  );
}

/** The verdict, for who does not see it appear. */
function Heard() {
  const verdict = result.value?.report.verdict;
  return verdict ? <span class="unseen">{words().report.verdicts[verdict]}</span> : null;
}

/** The verdict in a line under the picture, where the reasons stand below what a phone shows at once. */
function Said() {
  const verdict = result.value?.report.verdict;
  if (!verdict) return null;
  const { kind, icon } = LOOKS[verdict];
  return (
    <button type="button" class={`said ${kind}`} onClick={() => document.getElementById("verdict")?.scrollIntoView()}>
      <Icon name={icon} />{words().report.verdicts[verdict]}
    </button>
  );
}
