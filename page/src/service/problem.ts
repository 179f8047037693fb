/** Why something could not be done, as an error that the page can explain. */

/** left, top, right, bottom, in pixels */
export type Box = [number, number, number, number];

export class Problem extends Error {
  constructor(
    /** The problem's type, or one of the page's own: offline, unreachable, timeout. */
    readonly slug: string,
    /** The service's own words, in the language that was asked for. */
    readonly detail = "",
    readonly status = 0,
    /** Of several faces, where each is in the photo that was sent. */
    readonly faces: readonly Box[] = [],
  ) {
    super(detail || slug);
  }

  /** Any error as one that can be explained. */
  static of(error: unknown): Problem {
    return error instanceof Problem ? error : new Problem("page-failed", String(error));
  }
}
