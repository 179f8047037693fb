/** What else can be made of the photo: another kind of file, a sheet to print, more documents. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { words } from "../language";
import { choice, fileWishes } from "../state";
import { Icon, type IconName } from "../ui/Icon";
import { FileOptions } from "./FileOptions";
import { Several } from "./Several";
import { Sheet } from "./Sheet";

export function More() {
  const { more, files } = words();
  const { entry } = choice.value!;
  const { min_kb, max_kb, format } = fileWishes.value;
  const range = min_kb || max_kb ? files.range(min_kb ?? 0, max_kb ?? null)
    : entry.file_kb ? files.range(entry.file_kb[0], entry.file_kb[1]) : "";
  return (
    <section class="more" aria-label={more.label}>
      <Part icon="file" title={more.file} note={[format?.toUpperCase() ?? "", range].filter(Boolean).join(", ")}><FileOptions /></Part>
      <Part icon="print" title={more.sheet}><Sheet /></Part>
      <Part icon="several" title={more.several}><Several /></Part>
    </section>
  );
}

interface PartProps {
  icon: IconName;
  title: string;
  note?: string;
  children: ComponentChildren;
}

/** What is inside asks the service for previews: only once somebody wants to see it. */
function Part({ icon, title, note, children }: PartProps) {
  const open = useSignal(false);
  return (
    <details class="group" onToggle={event => { open.value = event.currentTarget.open; }}>
      <summary><Icon name={icon} /><span>{title}</span>{note && <small>{note}</small>}</summary>
      <div class="part">{open.value && children}</div>
    </details>
  );
}
