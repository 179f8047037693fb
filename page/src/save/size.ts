/** Sizes of files as people say them: 1 KB is 1000 bytes, as upload forms and phones count. */

export const kilobytes = (bytes: number): string =>
  bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} KB`;
