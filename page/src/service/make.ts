/** What the page asks the service for: a look at the photo, the file to keep, a sheet. */

import type { Naming } from "../catalogue/entry";
import { post, type Told } from "./post";
import type { Adjustment, Report } from "./report";

export interface Made {
  image: Blob;
  report: Report;
}

export type Wishes = Record<string, string>;

/** The fields of a photo; what is empty is left out. */
export function fieldsOf(image: File, ...parts: Wishes[]): FormData {
  const fields = new FormData();
  for (const [name, value] of parts.flatMap(part => Object.entries(part)))
    if (value !== "") fields.set(name, value);
  fields.set("image", image, image.name || "photo.jpg"); // last: a refused field is told at once
  return fields;
}

/** Only what differs from the service's own placement is said. */
export function adjusting(by: Adjustment): Wishes {
  const usual: Adjustment = { offset_x_mm: 0, offset_y_mm: 0, scale: 1, roll_deg: 0 };
  return Object.fromEntries(Object.entries(by)
    .filter(([name, value]) => value !== usual[name as keyof Adjustment])
    .map(([name, value]) => [name, value.toFixed(3)]));
}

/** The background, and leave to replace it where the document's authority wants none replaced. */
export const grounded = (colour: string): Wishes =>
  colour === "original" ? { background: colour } : { background: colour, allow_editing: "true" };

/** One finished photo with its report. */
export async function makePhoto(
  image: File, naming: Naming, wishes: Wishes, signal: AbortSignal, told?: Told,
): Promise<Made> {
  const fields = fieldsOf(image, naming, wishes);
  const answer = await (await post("v1/idphoto", fields, "application/json", signal, told)).json();
  return { image: blobOf(answer.image, answer.media_type), report: answer.report };
}

export function blobOf(base64: string, type: string): Blob {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return new Blob([bytes], { type });
}
