/** What is right about the photo, what may be refused, and what to do about it. */

import { signal } from "@preact/signals";
import { hasCamera } from "../camera";
import { startAnew } from "../flow";
import { localised, words } from "../language";
import type { CheckReport } from "../../../clients/typescript/src/index";
import type { Check, Verdict } from "../service/report";
import { colour, overlay, result, view, type View } from "../state";
import { Icon, type IconName } from "../ui/Icon";
import { advice, adviceAfter } from "./advice";
import { checksOf, gravest, GROUPS, type GroupName } from "./groups";
import { numbersOf } from "./numbers";
import { Pictogram } from "./Pictogram";
import { LOOKS } from "./verdict";

const SIGNS: Record<Verdict, IconName> = { pass: "check", warn: "warn", fail: "fail", "not-assessed": "minus" };
const ICONS: Record<GroupName, IconName> = {
  photo: "picture", face: "face", light: "sun", background: "wall", file: "file",
};
// Where one sees what a check means.
const SHOWN_IN: Record<string, View> = {
  "head-height": "guides", "top-margin": "guides", "eye-line": "guides", "chin-bottom": "guides", centring: "guides",
  "cut-out": "edges", crown: "edges", "head-complete": "compare", "frame-covered": "compare",
};
// Of no matter any more once another background stands there.
const OF_THE_WALL = ["background-colour", "background-uniform", "background-shadow"];
const MOST = 4; // reasons at once
const numbers = signal(false);

/** Show the picture in this way, and bring it into sight. */
function look(at: View): void {
  view.value = at;
  document.querySelector(".stage")?.scrollIntoView({ block: "center" });
}

export function Report({ report }: { report: CheckReport }) {
  const wrong = report.checks
    .filter(({ verdict }) => verdict === "fail" || verdict === "warn")
    .sort((one, other) => rank(report, one) - rank(report, other));
  return (
    <section class="report" aria-labelledby="verdict">
      <Verdict report={report} wrong={wrong} />
      <Groups report={report} />
    </section>
  );
}

/** The service's own order first: what helps most comes before the rest. */
function rank(report: CheckReport, { id, verdict }: Check): number {
  const place = report.reasons.findIndex(reason => reason.id === id);
  return place >= 0 ? place : verdict === "fail" ? 10 : 20;
}

function Verdict({ report, wrong }: { report: CheckReport; wrong: Check[] }) {
  const { report: said } = words();
  const { kind, icon } = LOOKS[report.verdict];
  const judged = report.checks.filter(({ verdict }) => verdict !== "not-assessed").length;
  const shown = wrong.slice(0, MOST);
  return (
    <div class={`card verdict ${kind}`}>
      <h2 id="verdict"><Icon name={icon} />{said.verdicts[report.verdict]}</h2>
      {wrong.length === 0 && <p>{said.fine(judged)}</p>}
      <ul class="wrong">
        {shown.map((check, index) => (
          <li key={check.id}>
            <Pictogram id={check.id} />
            <div>
              <b>{localised(check.message)}</b>
              {adviceAfter(check, shown.slice(0, index)) && <p>{advice(check)}</p>}
              {SHOWN_IN[check.id] && result.value && <button type="button" class="link" onClick={() => look(SHOWN_IN[check.id]!)}>{said.look}</button>}
            </div>
          </li>
        ))}
      </ul>
      {wrong.length > MOST && <p>{said.more(wrong.length - MOST)}</p>}
      <LookYourself report={report} />
      {wrong.length > 0 && <div class="row"><button type="button" onClick={retake}><Icon name="camera" />{said.retake}</button></div>}
    </div>
  );
}

/** What the document rules and the service cannot see, so that the person has to look. */
function LookYourself({ report }: { report: CheckReport }) {
  const unseen = report.checks.filter(check => check.verdict === "not-assessed" && advice(check));
  if (!unseen.length) return null;
  return (
    <>
      <h3>{words().report.lookYourself}</h3>
      <ul class="wrong">
        {unseen.map(check => (
          <li key={check.id}>
            <Pictogram id={check.id} />
            <div><b>{advice(check)}</b><p>{localised(check.message)}</p></div>
          </li>
        ))}
      </ul>
    </>
  );
}

/** From the beginning, with the camera where the page has one. */
function retake(): void {
  startAnew();
  if (hasCamera()) overlay.value = "camera";
}

function Groups({ report }: { report: CheckReport }) {
  const { report: said } = words();
  return (
    <div class="groups">
      <div class="groups-head">
        <h2>{said.checked}</h2>
        <button type="button" class="quiet" aria-pressed={numbers.value} onClick={() => { numbers.value = !numbers.value; }}>
          {said.details}
        </button>
      </div>
      {(Object.keys(GROUPS) as GroupName[]).map(name => <Group key={name} name={name} report={report} />)}
    </div>
  );
}

function Group({ name, report }: { name: GroupName; report: CheckReport }) {
  const { report: said, colours } = words();
  const replaced = name === "background" && report.edited.includes("background");
  const all = checksOf(report.checks, name);
  const checks = replaced ? all.filter(({ id }) => !OF_THE_WALL.includes(id)) : all;
  const worst = gravest(checks);
  const wrong = checks.filter(({ verdict }) => verdict === "fail" || verdict === "warn").length;
  if (!all.length) return null;
  return (
    <details class="group">
      <summary>
        <Icon name={ICONS[name]} />
        <span>{said.groups[name]}</span>
        <small class={worst}>
          {wrong ? said.toLookAt(wrong) : replaced ? said.replaced : worst === "pass" ? said.allRight : said.notJudged}
          <Icon name={SIGNS[worst]} />
        </small>
      </summary>
      <ul>
        {replaced && <li class="line"><Icon name="wall" /><span>{said.replacedBy(colours.names[colour.value] ?? colour.value)}</span></li>}
        {name === "file" && <li class="line"><Icon name="finished" /><span>{said.pixels(report.width_px, report.height_px, report.dpi)}</span></li>}
        {checks.map(check => <Line key={check.id} check={check} />)}
      </ul>
    </details>
  );
}

function Line({ check }: { check: Check }) {
  const { report: said, checks } = words();
  const told = numbersOf(check, said);
  return (
    <li class={`line ${check.verdict}`}>
      <span class="line-sign" role="img" aria-label={said.signs[check.verdict]}><Icon name={SIGNS[check.verdict]} /></span>
      <span>
        <b>{checks[check.id as keyof typeof checks] ?? check.id}</b>
        {check.verdict !== "pass" && <span class="line-message">{localised(check.message)}</span>}
        {numbers.value && told && <small>{told}</small>}
      </span>
    </li>
  );
}
