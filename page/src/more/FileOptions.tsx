/** The file for an upload form: its kind and its size in KB, in words. */

import { language, words } from "../language";
import { choice, colour, fileWishes } from "../state";
import { Segments } from "../ui/Segments";

const FORMATS = ["jpeg", "png", "webp"] as const;

export function FileOptions() {
  const { files } = words();
  const { entry } = choice.value!;
  const wishes = fileWishes.value;
  const clear = colour.value === "transparent";
  const set = (some: typeof wishes) => { fileWishes.value = { ...wishes, ...some }; };
  const own = entry.file_kb ? files.range(entry.file_kb[0], entry.file_kb[1]) : "";
  const mark = language() === "zh" ? "zh" : "en";
  const marked = colour.value !== "original" && entry.visible_mark_allowed !== false;
  return (
    <div class="stack">
      <Segments
        label={files.format} chosen={clear && wishes.format !== "webp" ? "png" : wishes.format ?? "jpeg"} choose={format => set({ format })}
        options={FORMATS.map(name => [name, name === "jpeg" ? "JPEG" : name === "png" ? "PNG" : "WebP", clear && name === "jpeg"])}
      />
      <p class="hint">{own ? files.own(own) : files.free}</p>
      <div class="pair">
        <Kilobytes label={files.least} value={wishes.min_kb} set={min_kb => set({ min_kb })} />
        <Kilobytes label={files.most} value={wishes.max_kb} set={max_kb => set({ max_kb })} />
      </div>
      {marked && (
        <label class="tick">
          <input
            type="checkbox" checked={!!wishes.visible_mark}
            onChange={event => set({ visible_mark: event.currentTarget.checked ? mark : undefined })}
          />
          <span>{files.mark}</span>
        </label>
      )}
    </div>
  );
}

interface KilobytesProps {
  label: string;
  value: number | null | undefined;
  set(value: number | undefined): void;
}

function Kilobytes({ label, value, set }: KilobytesProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="number" inputMode="numeric" min="1" max="20000" value={value ?? ""} placeholder="–"
        onInput={event => set(event.currentTarget.valueAsNumber || undefined)}
      />
    </label>
  );
}
