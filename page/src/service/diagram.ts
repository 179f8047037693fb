/** A document's drawing: fetched, as an address in an <img> cannot show a key. */

import { language } from "../language";
import { key } from "./key";

/** Hand the drawing's address to `show`; what comes back ends that. Without a drawing nothing is shown. */
export function diagramOf(id: string, show: (url: string) => void): () => void {
  const over = new AbortController();
  let url = "";
  const headers: HeadersInit = key() ? { "X-API-Key": key() } : {};
  fetch(`v1/specs/${encodeURIComponent(id)}/diagram.svg?lang=${language()}`, { headers, signal: over.signal })
    .then(answer => answer.ok ? answer.blob() : Promise.reject(new Error(answer.statusText)))
    .then(drawing => show(url = URL.createObjectURL(drawing)))
    .catch(() => {}); // the words beside it say the same
  return () => {
    over.abort();
    URL.revokeObjectURL(url);
  };
}
