/** The page begins here: its HTML is there already, and becomes alive. */

import { hydrate } from "preact";
import { App } from "./app";
import { loadCatalogue } from "./catalogue/load";
import { followHistory } from "./history";
import { speak } from "./language";
import { listen } from "./start/hand-over";

speak(document.documentElement.lang);
hydrate(<App />, document.getElementById("page")!);
listen();
followHistory();
void loadCatalogue();
// When all is there: what the worker keeps is then no second transfer.
if ("serviceWorker" in navigator)
  addEventListener("load", () => void navigator.serviceWorker.register("sw.js").catch(() => {}));
