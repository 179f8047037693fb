/** All documents, to search in: those used last and the popular ones first, and a size of one's own. */

import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { localised, words } from "../language";
import { catalogue, choice, overlay } from "../state";
import { Dialog } from "../ui/Dialog";
import { CustomSize } from "./CustomSize";
import { choiceOf, sizeOf, type Entry } from "./entry";
import { flagOf } from "./flag";
import { take } from "./pick";
import { popular, recent } from "./recent";
import { search } from "./search";

const asked = signal("");

export function CataloguePanel() {
  const { catalogue: said } = words();
  useEffect(() => { asked.value = ""; }, []);
  const entries = catalogue.value ?? [];
  const groups = groupsOf(entries);
  const none = groups.every(([, some]) => some.length === 0);
  return (
    <Dialog title={said.title} kind="tall" onClose={() => { overlay.value = null; }}>
      <input
        class="search" type="search" placeholder={said.example} aria-label={said.search} value={asked.value}
        onInput={event => { asked.value = event.currentTarget.value; }}
      />
      <div class="documents">
        {groups.map(([title, some]) => some.length > 0 && (
          <section key={title}>
            {title && <h3>{title}</h3>}
            <ul>{some.map(entry => <li key={entry.id}><Row entry={entry} /></li>)}</ul>
          </section>
        ))}
        {none && <p class="none" role="status">{said.none}</p>}
        <CustomSize asked={asked.value} open={none} />
      </div>
    </Dialog>
  );
}

function groupsOf(entries: Entry[]): [string, Entry[]][] {
  const { catalogue: said } = words();
  if (asked.value.trim()) return [["", search(entries, asked.value)]];
  const last = recent().map(id => entries.find(entry => entry.id === id)).filter(entry => entry !== undefined);
  return [[said.recent, last], [said.popular, popular(entries, navigator.languages)], ...byCountry(entries)];
}

function byCountry(entries: Entry[]): [string, Entry[]][] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const name = entry.country_names ? localised(entry.country_names) : words().catalogue.anywhere;
    groups.set(name, [...groups.get(name) ?? [], entry]);
  }
  return [...groups];
}

function Row({ entry }: { entry: Entry }) {
  const { catalogue: said } = words();
  const purpose = said.purposes[entry.document as keyof typeof said.purposes] ?? entry.document;
  return (
    <button type="button" class="document" aria-current={choice.value?.entry.id === entry.id} onClick={() => take(choiceOf(entry))}>
      <span class="flag" aria-hidden="true">{flagOf(entry)}</span>
      <span class="document-name">
        {localised(entry.names)}
        <small>{[purpose, sayKilobytes(entry)].filter(Boolean).join(" · ")}</small>
      </span>
      <span class="document-size">{sizeOf(entry)}</span>
    </button>
  );
}

function sayKilobytes({ file_kb }: Entry): string {
  return file_kb ? words().files.range(file_kb[0], file_kb[1]) : "";
}
