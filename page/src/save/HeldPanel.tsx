/** A picture to hold a finger on, in browsers that save no files; a PDF has to be opened elsewhere. */

import { words } from "../language";
import { overlay } from "../state";
import { Dialog } from "../ui/Dialog";
import { held } from "./hand-out";

export function HeldPanel() {
  const { save } = words();
  const { file, url } = held.value!;
  const picture = file.type.startsWith("image/");
  return (
    <Dialog title={save.ready} onClose={() => { overlay.value = null; }}>
      {picture && <figure class="saved"><img src={url} alt={save.picture} /></figure>}
      <p class="hold">{picture ? save.hold : save.elsewhere}</p>
    </Dialog>
  );
}
