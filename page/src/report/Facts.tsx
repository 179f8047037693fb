/** The finished photo in a line, and the document's rules with their source, for who wants to read them. */

import { useSignal } from "@preact/signals";
import type { Spec } from "../../../clients/typescript/src/index";
import type { Entry } from "../catalogue/entry";
import { language, localised, words } from "../language";
import { ask } from "../service/client";

export function Facts({ entry }: { entry: Entry }) {
  const { facts } = words();
  const spec = useSignal<Spec | null>(null);
  const load = () => {
    if (spec.value?.id !== entry.id)
      void ask(client => client.getSpec(entry.id)).then(found => { spec.value = found; }, () => {});
  };
  if (entry.id === "custom") return null;
  return (
    <details class="group facts" onToggle={event => event.currentTarget.open && load()}>
      <summary><span>{facts.title}</span></summary>
      {spec.value?.id === entry.id && <Rules spec={spec.value} />}
    </details>
  );
}

function Rules({ spec }: { spec: Spec }) {
  const { facts } = words();
  const quotes = spec.evidence.filter(({ quote }) => quote);
  return (
    <div class="facts-body">
      <img src={`v1/specs/${spec.id}/diagram.svg?lang=${language()}`} alt={facts.diagram} loading="lazy" />
      {spec.notes && <p>{localised(spec.notes)}</p>}
      {quotes.map(({ quote, url, differs }) =>
        <blockquote key={url + quote}>{differs && facts.differs}“{quote}”<cite>{url}</cite></blockquote>)}
      <p>{facts.source(spec.source, spec.checked)}{spec.confidence === "secondary" && ` ${facts.secondary}`}</p>
    </div>
  );
}
