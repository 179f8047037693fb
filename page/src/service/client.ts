/** How the page speaks to the service: by the service's own client, with word of what is going on. */

import { IdPhotoClient, ProblemError } from "../../../clients/typescript/src/index";
import { language } from "../language";
import { askForKey, key } from "./key";
import { Problem, type Box } from "./problem";
import { uploader } from "./upload";

const PATIENCE = 120_000; // ms; the service itself gives up long before

/** Who wants to know how far it is: `sent` a share of the upload, `waiting` before another try. */
export interface Told {
  sent?: (share: number) => void;
  waiting?: (seconds: number) => void;
  /** The connection was lost, and is tried again. */
  reconnecting?: () => void;
}

/** What `call` gets from the service. Raises Problem, and AbortError when its signal is aborted. */
export async function ask<T>(call: (client: IdPhotoClient) => Promise<T>, told: Told = {}): Promise<T> {
  for (;;) {
    try {
      return await call(client(told));
    } catch (error) {
      const problem = problemOf(error);
      if (problem.status !== 401 || !await askForKey()) throw problem;
    }
  }
}

const client = ({ sent = () => {}, waiting, reconnecting }: Told) => new IdPhotoClient({
  baseUrl: "",
  language: language() === "zh" ? "zh" : "en",
  apiKey: key() || undefined,
  timeout: PATIENCE,
  onRetry: (seconds, error) => error instanceof ProblemError ? waiting?.(seconds) : reconnecting?.(),
  fetch: uploader(sent),
});

function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) {
    const { type, status, message, problem: { faces } } = error;
    // A proxy that answers itself names no type.
    return type === "about:blank" ? new Problem(byStatus(status), "", status) : new Problem(type, message, status, faces as Box[] | undefined);
  }
  if (error instanceof DOMException && error.name === "AbortError") throw error;
  if (error instanceof DOMException) return new Problem("timeout");
  return new Problem(navigator.onLine ? "unreachable" : "offline");
}

const byStatus = (status: number): string =>
  ({ 401: "unauthenticated", 403: "forbidden", 413: "body-too-large", 429: "busy", 503: "not-ready", 504: "timeout" })[status]
  ?? "internal";
