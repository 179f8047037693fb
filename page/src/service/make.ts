/** What the page asks the service for, as fields of its requests. */

import type { PhotoFields } from "../../../clients/typescript/src/index";
import { UNADJUSTED } from "../state";
import type { Adjustment } from "./report";

/** Only what differs from the service's own placement is said. */
export const adjusting = (by: Adjustment): PhotoFields => Object.fromEntries(
  Object.entries(by).filter(([name, value]) => value !== UNADJUSTED[name as keyof Adjustment])) as PhotoFields;

/** The background, and leave to replace it where the document's authority wants none replaced. */
export const grounded = (colour: string): Pick<PhotoFields, "background" | "allow_editing"> =>
  colour === "original" ? { background: colour } : { background: colour, allow_editing: true };
