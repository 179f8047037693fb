import type { Result } from "../state";

export function GuidesView(_: { result: Result }) {
  return null;
}
