/** A sheet for a printer or a photo shop: paper, sizes, and a look at it before it is saved. */

import { useSignalEffect } from "@preact/signals";
import { sizeOf } from "../catalogue/entry";
import { pickDocument } from "../catalogue/pick";
import { localised, words } from "../language";
import { adjustment, choice, colour } from "../state";
import { Icon } from "../ui/Icon";
import { explained } from "../ui/ProblemCard";
import { Segments } from "../ui/Segments";
import * as sheet from "./printing";

const WAIT = 300; // ms after a change until a preview is asked for

export function Sheet() {
  const { sheet: said } = words();
  return (
    <div class="stack sheet">
      <Segments
        label={said.paper} chosen={sheet.paper.value} choose={name => { sheet.paper.value = name; }}
        options={sheet.PAPERS.map(name => [name, said.papers[name]])}
      />
      <Sizes />
      <Segments
        label={said.cut} chosen={sheet.cutMarks.value} choose={name => { sheet.cutMarks.value = name; }}
        options={[["crop", said.cuts.crop], ["hairline", said.cuts.hairline], ["none", said.cuts.none]]}
      />
      <Segments
        label={said.format} chosen={sheet.sheetFormat.value} choose={name => { sheet.sheetFormat.value = name; }}
        options={[["jpeg", "JPEG"], ["pdf", "PDF"]]}
      />
      <Preview />
      <button type="button" class="primary" disabled={sheet.making.value} onClick={() => void sheet.saveSheet()}>
        <Icon name="save" />{said.save}
      </button>
      <p class="hint">{said.print}</p>
    </div>
  );
}

function Sizes() {
  const { sheet: said } = words();
  const change = (index: number, count: number | null) => {
    sheet.others.value = sheet.others.value.flatMap((cell, at) => at !== index ? [cell] : count ? [{ ...cell, count }] : []);
  };
  return (
    <div class="field">
      <span>{said.sizes}</span>
      <ul class="sizes">
        <li>
          <span>{localised(choice.value!.entry.names)}</span>
          <input
            type="number" min="1" max="99" placeholder={said.fill} aria-label={said.countOf(localised(choice.value!.entry.names))}
            value={sheet.own.value ?? ""} onInput={event => { sheet.own.value = event.currentTarget.valueAsNumber || null; }}
          />
        </li>
        {sheet.others.value.map(({ entry, count }, index) => (
          <li key={entry.id}>
            <span>{localised(entry.names)} <small>{sizeOf(entry)}</small></span>
            <input
              type="number" min="0" max="99" aria-label={said.countOf(localised(entry.names))} value={count ?? ""}
              onInput={event => change(index, event.currentTarget.valueAsNumber || null)}
            />
          </li>
        ))}
      </ul>
      <button type="button" onClick={() => pickDocument(sheet.addSize)}><Icon name="plus" />{said.add}</button>
    </div>
  );
}

function Preview() {
  const { sheet: said } = words();
  useSignalEffect(() => { // reads all that the sheet depends on
    void [sheet.paper, sheet.cutMarks, sheet.others, sheet.own, colour, adjustment, choice].map(one => one.value);
    const timer = setTimeout(() => void sheet.look(), WAIT);
    return () => clearTimeout(timer);
  });
  return (
    <div class={sheet.making.value ? "sheet-preview busy" : "sheet-preview"} role="status">
      {sheet.sheetProblem.value
        ? <p class="wrong-note">{explained(sheet.sheetProblem.value)}</p>
        : sheet.preview.value
          ? <figure><img src={sheet.preview.value.url} alt={said.preview} /><figcaption>{said.count(sheet.preview.value.count)}</figcaption></figure>
          : <p class="hint">{said.making}</p>}
    </div>
  );
}
