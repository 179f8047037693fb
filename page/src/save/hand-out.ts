/** How a browser takes a file from the page: download, share sheet, or a finger held on the picture. */

import { signal } from "@preact/signals";
import { overlay } from "../state";

/** A picture to hold a finger on, where that is the only way. */
export const held = signal<{ file: File; url: string } | null>(null);

/** Browsers inside of chats ignore downloads; there a picture is saved by holding a finger on it. */
export const savesFiles = (): boolean =>
  !/MicroMessenger|QQ\/|FBAN|FBAV|Instagram|Line\/|DingTalk|Weibo|AlipayClient/i.test(navigator.userAgent);

export function download(file: File): void {
  const url = URL.createObjectURL(file);
  const link = Object.assign(document.createElement("a"), { href: url, download: file.name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Hand a file over in the way that this browser has; pictures are shown where nothing else works. */
export async function hand(file: File): Promise<void> {
  if (savesFiles()) return download(file);
  if (canShare(file)) return share(file);
  if (held.value) URL.revokeObjectURL(held.value.url);
  held.value = { file, url: URL.createObjectURL(file) };
  overlay.value = "held";
}

export const canShare = (file: File): boolean => navigator.canShare?.({ files: [file] }) ?? false;

/** Open the phone's share sheet; that somebody closes it again is no error. */
export async function share(file: File): Promise<void> {
  await navigator.share({ files: [file] }).catch(() => {});
}

export const ending = (type: string): string => type.split("/")[1]!.replace("jpeg", "jpg");
