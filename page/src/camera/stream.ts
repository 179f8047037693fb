/** The camera itself: opened, changed for the other one, and closed again. */

export type Facing = "user" | "environment";
export type Trouble = "refused" | "missing" | "occupied";

interface Policy {
  allowsFeature(name: string): boolean;
}

/** Whether this browser can show a camera's picture on the page. */
export function hasCamera(): boolean {
  if (!globalThis.navigator?.mediaDevices?.getUserMedia) return false;
  const { featurePolicy } = document as Document & { featurePolicy?: Policy };
  return featurePolicy?.allowsFeature("camera") ?? true; // a frame of another site may forbid it
}

/** The picture of one camera, as large as it gives it. Raises what `troubleOf` explains. */
export const openCamera = (facing: Facing): Promise<MediaStream> =>
  navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: { ideal: facing }, width: { ideal: 2560 }, height: { ideal: 1920 } },
  });

export function closeCamera(stream: MediaStream | null): void {
  stream?.getTracks().forEach(track => track.stop());
}

/** Whether there is another camera; known only after one was allowed. */
export async function hasOther(): Promise<boolean> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter(({ kind }) => kind === "videoinput").length > 1;
}

/** Pictures of oneself are shown as in a mirror; only a camera that looks away is not. */
export const isMirrored = (stream: MediaStream): boolean =>
  stream.getVideoTracks()[0]?.getSettings().facingMode !== "environment";

export function troubleOf(error: unknown): Trouble {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  return name === "NotFoundError" || name === "OverconstrainedError" ? "missing" : "occupied";
}
