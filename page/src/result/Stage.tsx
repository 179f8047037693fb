/** The picture itself, drawn in the finished photo's own pixels and as large as there is room. */

import { result, view, work } from "../state";
import { AdjustView } from "./AdjustView";
import { CompareView } from "./CompareView";
import { EdgesView } from "./EdgesView";
import { FinishedView } from "./Finished";
import { GuidesView } from "./GuidesView";
import { Waiting } from "./Waiting";

export function Stage() {
  if (!result.value) return <Waiting />;
  const busy = work.value ? "stage busy" : "stage";
  switch (view.value) {
    case "compare": return <div class={busy}><CompareView result={result.value} /></div>;
    case "guides": return <div class={busy}><GuidesView result={result.value} /></div>;
    case "edges": return <div class={busy}><EdgesView result={result.value} /></div>;
    case "adjust": return <div class="stage"><AdjustView result={result.value} /></div>;
    default: return <div class={busy}><FinishedView /></div>;
  }
}
