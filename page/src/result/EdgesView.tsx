import type { Result } from "../state";

export function EdgesView(_: { result: Result }) {
  return null;
}
