/** How far it is. */

import { words } from "../language";
import { work } from "../state";

export function WorkNote() {
  const now = work.value;
  const { working } = words();
  if (!now) return null;
  const said = {
    preparing: () => working.preparing,
    sending: () => working.sending,
    making: () => working.making,
    reconnecting: () => working.reconnecting,
    waiting: () => working.waiting(now.stage === "waiting" ? Math.ceil(now.seconds) : 0),
  }[now.stage]();
  return (
    <div class="work-note">
      <span>{said}</span>
      {now.stage === "sending"
        ? <progress value={now.share} max={1} aria-label={said} />
        : <progress aria-label={said} />}
    </div>
  );
}
