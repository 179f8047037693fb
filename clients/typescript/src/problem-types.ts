// Written by `make clients` from OpenAPI document 6bbb84229d6c1ef1; do not edit.
/** The last part of a problem's `type`. A newer service may have others. */
export const PROBLEM_TYPES = [
  "malformed-request",
  "not-found",
  "method-not-allowed",
  "body-too-slow",
  "body-too-large",
  "too-many-pixels",
  "archive-too-large",
  "unsupported-media",
  "invalid-field",
  "damaged-image",
  "no-face",
  "several-faces",
  "body-missing",
  "resolution-too-low",
  "matte-implausible",
  "editing-forbidden",
  "mark-forbidden",
  "check-failed",
  "size-unreachable",
  "cells-do-not-fit",
  "damaged-archive",
  "unusable-entry",
  "busy",
  "internal",
  "not-ready",
  "deadline-exceeded",
] as const;

export type ProblemType = (typeof PROBLEM_TYPES)[number];
