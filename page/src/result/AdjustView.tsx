import type { Result } from "../state";

export function AdjustView(_: { result: Result }) {
  return null;
}
