/** A form for a size that no document of the catalogue has. */

import { useSignal } from "@preact/signals";
import { words } from "../language";
import { customChoice, sizeIn, type Unit } from "./custom";
import { take } from "./pick";

const UNITS: Unit[] = ["mm", "px", "inch"];

export function CustomSize({ asked, open }: { asked: string; open: boolean }) {
  const { custom } = words();
  const typed = sizeIn(asked);
  const unit = useSignal<Unit>("mm");
  const use = (event: SubmitEvent) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const number = (name: string) => Number(fields.get(name));
    take(customChoice(number("width"), number("height"), fields.get("unit") as Unit, number("dpi") || null));
  };
  const chosen = typed?.unit ?? unit.value;
  const step = chosen === "px" ? "1" : "any";
  return (
    <details class="group custom" open={open || typed !== null}>
      <summary><span class="flag" aria-hidden="true">📐</span><span>{custom.title}</span></summary>
      <form class="stack" onSubmit={use} key={asked}>
        <div class="custom-fields">
          <Side name="width" label={custom.width} value={typed?.width ?? 35} step={step} />
          <Side name="height" label={custom.height} value={typed?.height ?? 45} step={step} />
          <label class="field">
            <span>{custom.unit}</span>
            <select name="unit" onChange={event => { unit.value = event.currentTarget.value as Unit; }}>
              {UNITS.map(name => <option key={name} value={name} selected={name === chosen}>{custom.units[name]}</option>)}
            </select>
          </label>
          <label class="field">
            <span>{custom.dpi}</span>
            <input name="dpi" type="number" inputMode="numeric" min="72" max="1200" placeholder="300" />
          </label>
        </div>
        <button class="primary">{custom.use}</button>
      </form>
    </details>
  );
}

function Side({ name, label, value, step }: { name: string; label: string; value: number; step: string }) {
  return (
    <label class="field">
      <span>{label}</span>
      <input name={name} type="number" inputMode="decimal" min="0.3" max="4000" step={step} defaultValue={String(value)} required />
    </label>
  );
}
