import type { Result } from "../state";

export function CompareView(_: { result: Result }) {
  return null;
}
