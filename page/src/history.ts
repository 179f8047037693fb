/** The way back of a phone or browser closes what is open, instead of leaving the page with the photo. */

import { effect } from "@preact/signals";
import { isEmbedded } from "./embed";
import { startAnew } from "./flow";
import { giveKey } from "./service/key";
import { begun, overlay } from "./state";

/** How deep one is: the beginning, the photo, what covers it. */
const depth = (): number => Number(begun.value) + Number(overlay.value !== null && overlay.value !== "key");

export function followHistory(): void {
  if (isEmbedded()) return; // the way back is that of the site around
  let pushed = 0;
  let ours = 0; // steps back that the page itself takes
  const follow = () => {
    const wanted = depth();
    for (; pushed < wanted; pushed++) history.pushState({ depth: pushed + 1 }, "");
    if (pushed > wanted) {
      ours++;
      history.go(wanted - pushed);
      pushed = wanted;
    }
  };
  effect(follow);
  addEventListener("popstate", event => {
    if (ours > 0) {
      ours--;
      return;
    }
    pushed = event.state?.depth ?? 0;
    if (pushed >= depth()) return follow(); // forward, to what is no longer there
    if (overlay.value === "key") giveKey("");
    else if (overlay.value) overlay.value = null;
    else startAnew();
  });
}
