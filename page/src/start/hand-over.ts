/** Ways to hand a photo over besides the buttons: drop it anywhere, or paste it. */

import { signal } from "@preact/signals";
import { takePhoto } from "../flow";

/** Whether a file hovers over the page. */
export const hovering = signal(false);

export function listen(): void {
  document.addEventListener("dragover", event => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    hovering.value = true;
  });
  document.addEventListener("dragleave", event => { if (!event.relatedTarget) hovering.value = false; });
  document.addEventListener("drop", event => {
    event.preventDefault();
    hovering.value = false;
    take(event.dataTransfer);
  });
  document.addEventListener("paste", event => take(event.clipboardData));
}

function take(data: DataTransfer | null): void {
  const file = data?.files[0];
  if (file) void takePhoto(file);
}
