/** What to know of the document before one hands the photo in. */

import type { Entry } from "../catalogue/entry";
import { words } from "../language";
import { colour } from "../state";
import { Icon } from "../ui/Icon";

export function Notices({ entry }: { entry: Entry }) {
  const { notices } = words();
  const told = [
    entry.submission === "professional" && notices.professional,
    entry.submission === "office" && notices.office,
    entry.cropping === "forbidden" && notices.cropping,
    entry.editing_policy === "forbidden" && colour.value !== "original" && notices.editing,
  ].filter(text => typeof text === "string");
  if (!told.length) return null;
  return (
    <ul class="card notices">
      {told.map(text => <li key={text}><Icon name="warn" />{text}</li>)}
    </ul>
  );
}
