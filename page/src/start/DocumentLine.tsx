/** For which document the photo will be, unless one chooses another: it need not be touched. */

import { sizeOf } from "../catalogue/entry";
import { flagOf } from "../catalogue/flag";
import { pickDocument } from "../catalogue/pick";
import { wantedDocument } from "../embed";
import { takeDocument } from "../flow";
import { localised, words } from "../language";
import { choice } from "../state";
import { Icon } from "../ui/Icon";

export function DocumentLine() {
  const entry = choice.value?.entry;
  return (
    <button type="button" class="document-line" disabled={!entry || wantedDocument() !== null} onClick={() => pickDocument(picked => void takeDocument(picked))}>
      {entry ? <>
        <span class="flag" aria-hidden="true">{flagOf(entry)}</span>
        <span class="document-name">{localised(entry.names)}</span>
        <span class="document-size">{sizeOf(entry)}</span>
        {wantedDocument() === null && <Icon name="down" />}
      </> : <span class="document-name">{words().catalogue.loading}</span>}
    </button>
  );
}
