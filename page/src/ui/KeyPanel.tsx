/** The service wants a key: it is asked for once, and forgotten with the tab. */

import { useRef } from "preact/hooks";
import { words } from "../language";
import { giveKey } from "../service/key";
import { Dialog } from "./Dialog";

export function KeyPanel() {
  const field = useRef<HTMLInputElement>(null);
  const { key } = words();
  return (
    <Dialog title={key.title} kind="small" onClose={() => giveKey("")}>
      <form class="stack" onSubmit={event => { event.preventDefault(); giveKey(field.current!.value); }}>
        <p>{key.why}</p>
        <label class="field">
          <span>{key.label}</span>
          <input ref={field} type="password" autoFocus autocomplete="off" spellcheck={false} required />
        </label>
        <button class="primary">{key.use}</button>
      </form>
    </Dialog>
  );
}
