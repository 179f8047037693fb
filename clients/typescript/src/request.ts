// One request: its tries, its deadline and its end.
import { ProblemError, problemOf } from "./problem.js";

/** How all requests of a client are made. */
export interface Options {
  /** Address of the service, with the path of a proxy; in a browser it may be relative. */
  baseUrl: string;
  /** Sent as `X-API-Key`. */
  apiKey?: string;
  /** Language of problems and drawings; the browser's own if left out. */
  language?: "en" | "zh";
  /** Milliseconds for a whole call with all its tries. Default: 60,000; a batch: 310,000. */
  timeout?: number;
  /** How often a request is repeated that may succeed later. Default: 3. */
  retries?: number;
  /** Headers for a gateway in front of the service. */
  headers?: Record<string, string>;
  /** Called before the client waits for another try. */
  onRetry?: (seconds: number, error: unknown) => void;
  /** Default: that of the platform. */
  fetch?: typeof fetch;
}

/** What may differ for one call. `signal` ends it, whatever it is doing. */
export type Call = Partial<Pick<Options, "timeout" | "retries" | "onRetry">> & {
  signal?: AbortSignal;
};

// Too busy, or not there at the moment. All else would fail again.
const TEMPORARY = [429, 502, 503];
const FIRST_WAIT = 0.5; // seconds, doubled each time, where no Retry-After says better

/**
 * What `read` makes of the answer.
 *
 * Repeats what may succeed later: a lost connection and 429, 502 and 503, after the seconds of
 * `Retry-After`. The service is told how long the client waits, so that it gives up in time.
 * Throws ProblemError; a DOMException named TimeoutError when the time is over, or would be
 * before another try; the signal's reason; or what `fetch` throws when there is no connection.
 */
export async function request<T>(
  options: Options,
  path: string,
  init: RequestInit,
  read: (response: Response) => Promise<T>,
  call: Call,
): Promise<T> {
  const { timeout = 60_000, retries = 3, onRetry } = { ...options, ...call };
  const clock = startClock(timeout, call.signal);
  try {
    for (let tries = 0; ; tries++) {
      try {
        clock.signal.throwIfAborted();
        return await attempt(options, path, init, read, clock);
      } catch (error) {
        if (clock.signal.aborted) throw clock.signal.reason;
        const seconds = pause(error, tries);
        if (tries >= retries || seconds === null || seconds * 1000 > clock.left()) throw error;
        onRetry?.(seconds, error);
        await clock.wait(seconds);
      }
    }
  } finally {
    clock.stop();
  }
}

async function attempt<T>(
  { baseUrl, apiKey, language, headers, fetch = globalThis.fetch }: Options,
  path: string,
  init: RequestInit,
  read: (response: Response) => Promise<T>,
  clock: Clock,
): Promise<T> {
  const base = baseUrl && !baseUrl.endsWith("/") ? `${baseUrl}/` : baseUrl;
  const sent = new Headers({ Accept: "application/json", ...headers });
  if (apiKey) sent.set("X-API-Key", apiKey);
  if (language) sent.set("Accept-Language", language);
  if (init.method === "POST") {
    sent.set("Request-Timeout", Math.max(0.1, clock.left() / 1000).toFixed(3));
  }
  const response = await fetch(base + path, { ...init, headers: sent, signal: clock.signal });
  if (!response.ok) throw await problemOf(response);
  return await read(response);
}

/** Seconds to wait after this error; null: it would come again. */
function pause(error: unknown, tries: number): number | null {
  if (!(error instanceof ProblemError)) {
    return error instanceof TypeError ? FIRST_WAIT * 2 ** tries : null; // no connection
  }
  if (!TEMPORARY.includes(error.status)) return null;
  // A little later than asked for, and not all clients at once.
  return (error.retryAfter ?? FIRST_WAIT * 2 ** tries) + Math.random() / 4;
}

interface Clock {
  signal: AbortSignal;
  /** Milliseconds. */
  left(): number;
  wait(seconds: number): Promise<void>;
  stop(): void;
}

/** By hand, as not every browser in use has AbortSignal.any. */
function startClock(timeout: number, outer?: AbortSignal): Clock {
  const controller = new AbortController();
  const { signal } = controller;
  const ends = Date.now() + timeout;
  const late = () => controller.abort(new DOMException("No answer in time.", "TimeoutError"));
  const timer = setTimeout(late, timeout);
  const follow = () => controller.abort(outer?.reason);
  if (outer?.aborted) follow();
  outer?.addEventListener("abort", follow);
  return {
    signal,
    left: () => ends - Date.now(),
    wait: (seconds) =>
      new Promise((done, failed) => {
        const end = () => failed(signal.reason);
        signal.addEventListener("abort", end, { once: true });
        setTimeout(() => {
          signal.removeEventListener("abort", end);
          done();
        }, seconds * 1000);
      }),
    stop: () => {
      clearTimeout(timer);
      outer?.removeEventListener("abort", follow);
    },
  };
}
