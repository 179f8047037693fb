/** The last tap. */

import { isEmbedded } from "../embed";
import { words } from "../language";
import { work } from "../state";
import { Icon } from "../ui/Icon";
import { save } from "./saved";

export function SaveBar() {
  return (
    <div class="save-bar">
      <button type="button" class="primary big" disabled={work.value !== null} onClick={() => void save()}>
        <Icon name={isEmbedded() ? "check" : "save"} />{isEmbedded() ? words().save.use : words().save.save}
      </button>
    </div>
  );
}
