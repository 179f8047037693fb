/**
 * The page in a frame of another site: it hands the finished photo to the page around it, and to no
 * origin that the service was not set to serve.
 */

import type { Report } from "./service/report";

/** What the page around gets; `type` tells it from other messages. */
export interface Handed {
  type: "idphoto";
  file: Blob;
  name: string;
  report: Report;
}

/** The origins that the service allows; none where the page stands alone. */
const allowed = (): string[] =>
  (globalThis.document?.documentElement.dataset.embed ?? "").split(" ").filter(Boolean);

export const isEmbedded = (): boolean => allowed().length > 0 && window.parent !== window;

/** The document that the site around asked for, which is then not to be changed. */
export const wantedDocument = (): string | null =>
  isEmbedded() ? new URLSearchParams(location.search).get("spec") : null;

/** Hand the photo over. The browser delivers it to the one of these origins that is around. */
export function sendToParent(file: File, report: Report): void {
  const message: Handed = { type: "idphoto", file, name: file.name, report };
  const around = parentOrigin();
  for (const origin of allowed())
    if (around === null || around === origin) window.parent.postMessage(message, origin);
}

/** Where this browser tells the origin of the page around. */
function parentOrigin(): string | null {
  const [own] = Array.from(location.ancestorOrigins ?? []);
  if (own) return own;
  try {
    return new URL(document.referrer).origin;
  } catch {
    return null;
  }
}
