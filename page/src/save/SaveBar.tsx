/** The last tap. */

import { isEmbedded } from "../embed";
import { words } from "../language";
import { Icon } from "../ui/Icon";
import { save, saving } from "./saved";

export function SaveBar() {
  return (
    <div class="save-bar">
      {/* It stays focused while it saves, so it is not disabled outright. */}
      <button type="button" class="primary big" aria-disabled={saving.value} onClick={() => void save()}>
        <Icon name={isEmbedded() ? "check" : "save"} />{isEmbedded() ? words().save.use : words().save.save}
      </button>
    </div>
  );
}
