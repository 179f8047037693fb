/** How a browser takes a file from the page: download, share sheet, or a finger held on the picture. */

/** Browsers inside of chats ignore downloads; there a picture is saved by holding a finger on it. */
export const savesFiles = (): boolean =>
  !/MicroMessenger|QQ\/|FBAN|FBAV|Instagram|Line\/|DingTalk|Weibo|AlipayClient/i.test(navigator.userAgent);

export function download(url: string, name: string): void {
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
}

export const canShare = (file: File): boolean => navigator.canShare?.({ files: [file] }) ?? false;

/** Open the phone's share sheet; that somebody closes it again is no error. */
export async function share(file: File): Promise<void> {
  await navigator.share({ files: [file] }).catch(() => {});
}
