import type { ProblemType } from "./problem-types.js";
import type { Problem } from "./types.js";

const BLANK = "about:blank"; // RFC 9457: nothing more is known than the status

/** The service, or something in front of it, refused the request. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  /** The kind of problem, such as `no-face`; `about:blank` if the service did not answer itself. */
  readonly type: ProblemType | typeof BLANK | (string & {});
  readonly status: number;
  /** Seconds after which the same request may succeed, if the answer says so. */
  readonly retryAfter: number | undefined;
  /** The whole problem document, in the client's language. */
  readonly problem: Problem;

  constructor(problem: Problem, retryAfter?: number) {
    super(problem.detail);
    this.type = problem.type.split("/").pop() || BLANK;
    this.status = problem.status;
    this.retryAfter = retryAfter;
    this.problem = problem;
  }
}

/** Whether the error is a problem of one of these types: `isProblem(error, "no-face")`. */
export function isProblem<T extends ProblemType>(
  error: unknown,
  ...types: T[]
): error is ProblemError & { type: T } {
  return error instanceof ProblemError && (types as string[]).includes(error.type);
}

/** The error that a response with a status of 400 or more stands for. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const said: Partial<Problem> | null = await response.json().catch(() => null);
  const known = typeof said?.type === "string" && typeof said.detail === "string";
  const title = response.statusText || `HTTP ${response.status}`;
  const problem = known
    ? (said as Problem)
    : { type: BLANK, title, status: response.status, detail: `The answer was ${title}.` };
  return new ProblemError(problem, retryAfter(response.headers.get("Retry-After")));
}

/** Seconds, from a number of seconds or from a date. RFC 9110, 10.2.3. */
function retryAfter(value: string | null): number | undefined {
  if (!value) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
