/** The camera with live guidance. */

import type { Entry } from "../catalogue/entry";

export interface CameraProps {
  spec: Entry;
  onPhoto(file: File): void;
  onClose(): void;
}

/** Whether this browser can show a camera's picture on the page. */
export const hasCamera = (): boolean => false;

export function Camera(_: CameraProps) {
  return null;
}
