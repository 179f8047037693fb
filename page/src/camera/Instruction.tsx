/** The one thing to do now, seen and spoken. */

import { localised } from "../language";
import { Icon } from "../ui/Icon";
import type { Shown } from "./moment";
import { cameraWords } from "./words";

export function Instruction({ shown, itself }: { shown: Shown; itself: boolean }) {
  const right = ["right", "counting", "taking"].includes(shown.kind);
  return (
    <p class={right ? "camera-says right" : "camera-says"} role="status">
      {right && <Icon name="check" />}
      <span>{said(shown, itself)}</span>
    </p>
  );
}

function said(shown: Shown, itself: boolean): string {
  const words = cameraWords();
  switch (shown.kind) {
    case "advice": return localised(shown.advice.message);
    case "counting": return words.counting(shown.left);
    case "right": return itself ? words.still : words.ready;
    case "taking": return words.taken;
    case "busy": return words.busy;
    case "off": return words.unguided;
    default: return words.looking;
  }
}
