/** Backgrounds to choose from. They switch at once: the person is cut out already. */

import { takeColour } from "../flow";
import { words } from "../language";
import { colour, result } from "../state";
import { colourNames, cssColour } from "./palette";

export function Colours() {
  const { entry } = result.value!.choice;
  const { colours } = words();
  const { own, others } = colourNames(entry);
  const policy = entry.editing_policy === "forbidden";
  return (
    <fieldset class="colours">
      <legend>{colours.label}</legend>
      <div class="swatches">
        {policy && <Swatch name="original" />}
        {own.map(name => <Swatch key={name} name={name} />)}
        <span class="swatch-gap" aria-hidden="true" />
        {others.map(name => <Swatch key={name} name={name} />)}
        {!policy && <Swatch name="original" />}
        <Swatch name="transparent" />
        <OwnColour />
      </div>
      <p class="colour-note">{note(policy, own.includes(colour.value))}</p>
    </fieldset>
  );
}

/** What the document says of the colour that is chosen. */
function note(forbidden: boolean, own: boolean): string {
  const { colours } = words();
  const name = colours.names[colour.value] ?? colour.value;
  if (colour.value === "original") return forbidden ? colours.keptByRule : colours.kept;
  if (forbidden) return colours.forbidden;
  return own ? colours.own(name) : colours.notNamed(name);
}

function Swatch({ name }: { name: string }) {
  const { entry } = result.value!.choice;
  const said = words().colours.names[name] ?? name;
  const css = cssColour(name, entry);
  return (
    <label class="swatch" title={said}>
      <input
        type="radio" name="background" value={name} aria-label={said}
        checked={colour.value === name} onChange={() => takeColour(name)}
      />
      <span class={css ? "swatch-colour" : `swatch-colour ${name}`} style={css ? { background: css } : undefined} />
    </label>
  );
}

function OwnColour() {
  const own = colour.value.startsWith("#");
  const { ownColour } = words().colours;
  return (
    <label class="swatch" title={ownColour}>
      <input
        type="color" aria-label={ownColour} value={own ? colour.value : "#438edb"}
        onInput={event => takeColour(event.currentTarget.value)}
      />
      <span class={own ? "swatch-colour any chosen" : "swatch-colour any"} style={own ? { background: colour.value } : undefined} />
    </label>
  );
}
