/** One request with a photo: it waits where the service is busy, and asks for a key where one is needed. */

import { language } from "../language";
import { askForKey, key } from "./key";
import { Problem, problemOf } from "./problem";
import { uploader } from "./upload";

const PATIENCE = 120_000; // ms; the service itself gives up long before
const TRIES = 4;
const LONGEST_WAIT = 20; // seconds between two tries

/** Who wants to know how far it is: `sent` a share of the upload, `waiting` before another try. */
export interface Told {
  sent?: (share: number) => void;
  waiting?: (seconds: number) => void;
}

/** The answer to `fields`. Raises Problem, and AbortError when `signal` is aborted. */
export async function post(
  path: string, fields: FormData, accept: string, signal: AbortSignal, told: Told = {},
): Promise<Response> {
  for (let tried = 1; ; tried++) {
    const response = await attempt(path, fields, accept, signal, told);
    if (response.ok) return response;
    const problem = await problemOf(response);
    if (problem.status === 401 && await askForKey()) continue;
    if (tried === TRIES || ![429, 503].includes(problem.status) || problem.slug === "quota-exceeded") throw problem;
    const seconds = Math.min(Number(response.headers.get("Retry-After")) || 2 * tried, LONGEST_WAIT);
    told.waiting?.(seconds);
    await pause(1000 * seconds, signal);
  }
}

async function attempt(
  path: string, body: FormData, accept: string, signal: AbortSignal, told: Told,
): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), PATIENCE);
  const stop = () => late.abort();
  signal.addEventListener("abort", stop);
  const headers: Record<string, string> = { Accept: accept, "Accept-Language": language() };
  if (key()) headers["X-API-Key"] = key();
  try {
    return await uploader(told.sent ?? (() => {}))(path, { method: "POST", body, headers, signal: late.signal });
  } catch (error) {
    if (signal.aborted) throw error;
    if (late.signal.aborted) throw new Problem("timeout");
    throw new Problem(navigator.onLine ? "unreachable" : "offline");
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}

const pause = (ms: number, signal: AbortSignal) => new Promise<void>((done, failed) => {
  const timer = setTimeout(done, ms);
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    failed(new DOMException("aborted", "AbortError"));
  }, { once: true });
});
