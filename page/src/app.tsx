/** Which part of the page is there: the beginning, or the photo; and what covers it. */

import { Camera } from "./camera";
import { CataloguePanel } from "./catalogue/CataloguePanel";
import { takePhoto } from "./flow";
import { Result } from "./result/Result";
import { HeldPanel } from "./save/HeldPanel";
import { SavedPanel } from "./save/SavedPanel";
import { Start } from "./start/Start";
import { begun, choice, overlay } from "./state";
import { Header } from "./ui/Header";
import { KeyPanel } from "./ui/KeyPanel";

export function App() {
  const close = () => { overlay.value = null; };
  return (
    <>
      <Header />
      <main id="main">{begun.value ? <Result /> : <Start />}</main>
      {overlay.value === "camera" && choice.value &&
        <Camera spec={choice.value.entry} onPhoto={file => void takePhoto(file)} onClose={close} />}
      {overlay.value === "catalogue" && <CataloguePanel />}
      {overlay.value === "saved" && <SavedPanel />}
      {overlay.value === "held" && <HeldPanel />}
      {overlay.value === "key" && <KeyPanel />}
    </>
  );
}
