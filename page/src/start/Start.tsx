/** What comes up first: one large target for a photo. */

import { useRef } from "preact/hooks";
import { hasCamera } from "../camera";
import { takePhoto } from "../flow";
import { words } from "../language";
import { overlay } from "../state";
import { Icon, type IconName } from "../ui/Icon";
import { Illustration } from "./Illustration";
import { hovering } from "./hand-over";
import { DocumentLine } from "./DocumentLine";

export function Start() {
  const { start } = words();
  return (
    <div class="start">
      <div class="hero">
        <h1>{start.heading}</h1>
        <p class="lead">{start.lead}</p>
      </div>
      <Target />
      <ul class="tips">
        <Tip icon="wall" text={start.tips.wall} />
        <Tip icon="sun" text={start.tips.light} />
        <Tip icon="face" text={start.tips.face} />
      </ul>
      <p class="privacy"><Icon name="lock" />{start.privacy}</p>
    </div>
  );
}

function Target() {
  const { start } = words();
  const library = useRef<HTMLInputElement>(null);
  const shutter = useRef<HTMLInputElement>(null);
  const open = () => hasCamera() ? overlay.value = "camera" : shutter.current!.click();
  const chosen = (event: Event) => {
    const input = event.currentTarget as HTMLInputElement;
    const file = input.files?.[0];
    input.value = "";
    if (file) void takePhoto(file);
  };
  return (
    <section class={hovering.value ? "target hovering" : "target"} aria-label={start.target}>
      <Illustration />
      <DocumentLine />
      <div class="target-buttons">
        <button type="button" class="primary big" onClick={open}><Icon name="camera" />{start.take}</button>
        <button type="button" class="big" onClick={() => library.current!.click()}>
          <Icon name="picture" />{start.choose}
        </button>
      </div>
      <p class="drop-hint">{start.drop}</p>
      <input ref={library} type="file" accept="image/*,.heic,.heif" hidden aria-label={start.choose} onChange={chosen} />
      <input ref={shutter} type="file" accept="image/*" capture="user" hidden aria-label={start.take} onChange={chosen} />
    </section>
  );
}

function Tip({ icon, text }: { icon: IconName; text: string }) {
  return <li><Icon name={icon} />{text}</li>;
}
