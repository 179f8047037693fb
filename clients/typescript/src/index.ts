export type { BatchFile } from "./batch.js";
export { IdPhotoClient } from "./client.js";
export { isProblem, ProblemError } from "./problem.js";
export { PROBLEM_TYPES, type ProblemType } from "./problem-types.js";
export type { Call, Options } from "./request.js";
export type * from "./types.js";
