/** The finished photo in a line, and the document's rules with their source, for who wants to read them. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Spec } from "../../../clients/typescript/src/index";
import type { Entry } from "../catalogue/entry";
import { language, localised, words } from "../language";
import { ask } from "../service/client";
import { diagramOf } from "../service/diagram";

export function Facts({ entry }: { entry: Entry }) {
  const { facts } = words();
  const spec = useSignal<Spec | null>(null);
  const failed = useSignal(false);
  const load = () => {
    failed.value = false;
    if (spec.value?.id !== entry.id)
      ask(client => client.getSpec(entry.id)).then(found => { spec.value = found; }, () => { failed.value = true; });
  };
  if (entry.id === "custom") return null;
  return (
    <details class="group facts" onToggle={event => event.currentTarget.open && load()}>
      <summary><span>{facts.title}</span></summary>
      {spec.value?.id === entry.id && <Rules spec={spec.value} />}
      {failed.value && <p class="wrong-note" role="status">{facts.failed}</p>}
    </details>
  );
}

function Rules({ spec }: { spec: Spec }) {
  const { facts } = words();
  const drawn = useSignal("");
  useEffect(() => diagramOf(spec.id, url => { drawn.value = url; }), [spec.id, language()]);
  const quotes = spec.evidence.filter(({ quote }) => quote);
  return (
    <div class="facts-body">
      {drawn.value && <img src={drawn.value} alt={facts.diagram} />}
      {spec.notes && <p>{localised(spec.notes)}</p>}
      {quotes.map(({ quote, url, differs }) =>
        <blockquote key={url + quote}>{differs && facts.differs}“{quote}”<cite>{url}</cite></blockquote>)}
      <p>{facts.source(spec.source, spec.checked)}{spec.confidence === "secondary" && ` ${facts.secondary}`}</p>
    </div>
  );
}
