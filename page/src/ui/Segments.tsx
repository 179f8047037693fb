/** One of a few, side by side. */

interface SegmentsProps<Name extends string> {
  label: string;
  options: readonly (readonly [name: Name, said: string, disabled?: boolean])[];
  chosen: string;
  choose(name: Name): void;
}

export function Segments<Name extends string>({ label, options, chosen, choose }: SegmentsProps<Name>) {
  return (
    <div class="field">
      <span aria-hidden="true">{label}</span>
      <div class="segments" role="group" aria-label={label}>
        {options.map(([name, said, disabled = false]) =>
          <button key={name} type="button" disabled={disabled} aria-pressed={chosen === name} onClick={() => choose(name)}>
            {said}
          </button>)}
      </div>
    </div>
  );
}
