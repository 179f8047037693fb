/** The finished file, as it is: to look at, to share, and to hold a finger on. */

import { isEmbedded } from "../embed";
import { localised, words } from "../language";
import { overlay } from "../state";
import { Dialog } from "../ui/Dialog";
import { Icon } from "../ui/Icon";
import { canShare, download, savesFiles, share } from "./hand-out";
import { saved } from "./saved";
import { kilobytes } from "./size";

export function SavedPanel() {
  const { save } = words();
  const { file, url, report, found } = saved.value!;
  const embedded = isEmbedded();
  const close = () => { overlay.value = null; };
  return (
    <Dialog title={embedded ? save.handed : savesFiles() ? save.done : save.ready} onClose={close}>
      <figure class="saved">
        <img src={url} alt={save.picture} width={report.width_px} height={report.height_px} />
        <figcaption>
          {[file.name, `${report.width_px} × ${report.height_px} px`, kilobytes(file.size)].join(" · ")}
        </figcaption>
      </figure>
      {found.length > 0 && <ul class="card notices">{found.map(({ id, message }) => <li key={id}><Icon name="warn" />{localised(message)}</li>)}</ul>}
      <p class="hold">{embedded ? save.around : savesFiles() ? save.alsoHold : save.hold}</p>
      <div class="row">
        {!embedded && canShare(file) &&
          <button type="button" class="primary" onClick={() => void share(file)}><Icon name="share" />{save.share}</button>}
        {!embedded && savesFiles() &&
          <button type="button" onClick={() => download(file)}><Icon name="save" />{save.again}</button>}
        <button type="button" onClick={close}>{save.close}</button>
      </div>
    </Dialog>
  );
}
