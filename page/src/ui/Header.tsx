/** Where one is, the way back, and the language. */

import { startAnew } from "../flow";
import { language, switchTo, TABLES, words, type Language } from "../language";
import { photo } from "../state";
import { Icon } from "./Icon";

export function Header() {
  return (
    <header class="header">
      {photo.value
        ? <button type="button" class="quiet" onClick={startAnew}><Icon name="back" />{words().newPhoto}</button>
        : <span class="brand"><Mark />{words().brand}</span>}
      <nav class="languages" aria-label={words().languageChoice}>
        {(Object.keys(TABLES) as Language[]).map(name =>
          <button
            key={name} type="button" lang={name} class="quiet"
            aria-pressed={language() === name} onClick={() => switchTo(name)}
          >{TABLES[name].ownName}</button>)}
      </nav>
    </header>
  );
}

function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect class="mark-ground" width="32" height="32" rx="8" />
      <path class="mark-lines" d="M9 11V8h3M20 8h3v3M9 21v3h3M20 24h3v-3" />
      <path class="mark-person" d="M16 9.5a3.8 3.8 0 1 1 0 7.6 3.8 3.8 0 0 1 0-7.6zM9.8 24c.3-3.700 2.600-5.600 6.200-5.600s5.900 1.900 6.200 5.600z" />
    </svg>
  );
}
