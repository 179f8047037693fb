/** The last tap. */

import { isEmbedded } from "../embed";
import { words } from "../language";
import { work } from "../state";
import { Icon } from "../ui/Icon";
import { save } from "./saved";

export function SaveBar() {
  const busy = work.value !== null; // it stays focused meanwhile, so it is not disabled outright
  return (
    <div class="save-bar">
      <button type="button" class="primary big" aria-disabled={busy} onClick={() => busy || void save()}>
        <Icon name={isEmbedded() ? "check" : "save"} />{isEmbedded() ? words().save.use : words().save.save}
      </button>
    </div>
  );
}
