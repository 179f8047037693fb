/** Why something could not be done, as an error that the page can explain. */

export class Problem extends Error {
  constructor(
    /** The last part of the problem's type, or one of the page's own: offline, unreachable, timeout. */
    readonly slug: string,
    /** The service's own words, in the language that was asked for. */
    readonly detail = "",
    readonly status = 0,
    readonly members: Record<string, unknown> = {},
  ) {
    super(detail || slug);
  }
}

/** The problem that an answer other than 2xx tells; a proxy may answer with a page of its own. */
export async function problemOf(response: Response): Promise<Problem> {
  const told = await response.json().catch(() => ({}));
  const slug = String(told.type ?? "").split("/").pop() || bySize(response.status);
  return new Problem(slug, told.detail ?? "", response.status, told);
}

const bySize = (status: number): string =>
  ({ 401: "unauthorized", 413: "body-too-large", 429: "busy", 503: "not-ready", 504: "deadline-exceeded" })[status] ?? "internal";
