/** The same photo for other documents too. */

import { choiceOf, sizeOf } from "../catalogue/entry";
import { flagOf } from "../catalogue/flag";
import { pickDocument } from "../catalogue/pick";
import { localised, words } from "../language";
import { hand } from "../save/hand-out";
import { kilobytes } from "../save/size";
import { choice, work } from "../state";
import { Icon } from "../ui/Icon";
import { explained } from "../ui/ProblemCard";
import * as several from "./products";

export function Several() {
  const { several: said } = words();
  const first = choice.value!;
  const add = () => pickDocument(picked => {
    if (!several.chosen.value.length) several.add(first.entry.id === "custom" ? first : choiceOf(first.entry));
    several.add(picked);
  });
  const files = several.products.value.map(({ file }) => file).filter(file => file !== null);
  return (
    <div class="stack">
      <p class="hint">{said.hint}</p>
      {several.chosen.value.length > 0 && (
        <ul class="sizes">
          {several.chosen.value.map(one => (
            <li key={one.entry.id}>
              <span>{flagOf(one.entry)} {localised(one.entry.names)} <small>{sizeOf(one.entry)}</small></span>
              <button type="button" class="round" aria-label={said.remove(localised(one.entry.names))} onClick={() => several.remove(one)}>
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div class="row">
        <button type="button" onClick={add}><Icon name="plus" />{said.add}</button>
        {several.chosen.value.length > 0 &&
          <button type="button" class="primary" disabled={work.value !== null} onClick={() => void several.makeSeveral()}>
            {said.make(several.chosen.value.length)}
          </button>}
      </div>
      {several.severalProblem.value && <p class="wrong-note" role="alert">{explained(several.severalProblem.value)}</p>}
      <ul class="products">{several.products.value.map(product => <Product key={product.choice.entry.id} product={product} />)}</ul>
      {files.length > 1 && <button type="button" onClick={() => files.forEach(file => void hand(file))}><Icon name="save" />{said.saveAll}</button>}
    </div>
  );
}

function Product({ product: { choice: { entry }, file, url, verdict, problem } }: { product: several.Product }) {
  const { several: said, report } = words();
  const name = localised(entry.names);
  if (!file) return <li class="product"><div><b>{name}</b><p class="wrong-note">{problem && explained(problem)}</p></div></li>;
  return (
    <li class="product">
      <img src={url} alt={name} />
      <div>
        <b>{name}</b>
        <small class={{ accepted: "pass", "look-again": "warn" }[verdict] ?? "fail"}>{report.verdicts[verdict as keyof typeof report.verdicts]}</small>
        <small>{kilobytes(file.size)}</small>
      </div>
      <button type="button" class="round" aria-label={said.save(name)} onClick={() => void hand(file)}><Icon name="save" /></button>
    </li>
  );
}
