/** The camera with live guidance, over the whole screen. */

import { useEffect, useRef } from "preact/hooks";
import type { Entry } from "../catalogue/entry";
import { localised, words } from "../language";
import { Icon } from "../ui/Icon";
import { Instruction } from "./Instruction";
import { Outline } from "./Outline";
import { Unavailable } from "./Unavailable";
import { useCamera } from "./use-camera";
import { cameraWords } from "./words";

export { hasCamera } from "./stream";

export interface CameraProps {
  spec: Entry;
  onPhoto(file: File): void;
  onClose(): void;
}

export function Camera({ spec, onPhoto, onClose }: CameraProps) {
  const box = useRef<HTMLDialogElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const camera = useCamera(video, onPhoto);
  const said = cameraWords();
  useEffect(() => {
    const before = document.activeElement;
    const own = box.current!;
    own.showModal();
    return () => {
      own.close(); // what is behind an open one takes no focus
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const { size, trouble, mirrored, moment, others } = camera;
  const shown = moment.shown.value;
  const right = ["right", "counting", "taking"].includes(shown.kind);
  return (
    <dialog
      ref={box} class="camera" aria-label={said.title}
      onCancel={event => { event.preventDefault(); onClose(); }}
    >
      <header class="camera-top">
        <button type="button" class="round" aria-label={words().close} onClick={onClose}><Icon name="close" /></button>
        <span>{localised(spec.names)}</span>
        {others.value
          ? <button type="button" class="round" aria-label={said.other} onClick={camera.turn}><Icon name="flip" /></button>
          : <span class="camera-gap" />}
      </header>
      <div class={shown.kind === "taking" ? "camera-stage flash" : "camera-stage"}>
        <video ref={video} class={mirrored.value ? "mirrored" : ""} playsInline muted autoPlay aria-hidden="true" />
        {size.value && <Outline spec={spec} {...size.value} right={right} />}
        {shown.kind === "counting" && <span class="camera-count" aria-hidden="true">{shown.left}</span>}
        {trouble.value
          ? <Unavailable trouble={trouble.value} onPhoto={onPhoto} onAgain={camera.again} />
          : size.value
            ? <Instruction shown={shown} itself={moment.itself.value} />
            : <p class="camera-says" role="status">{said.starting}</p>}
      </div>
      <footer class="camera-bottom">
        <label class="camera-itself">
          <input
            type="checkbox" checked={moment.itself.value}
            onChange={event => { moment.itself.value = event.currentTarget.checked; moment.rest(); }}
          />
          <span>{said.itself}</span>
        </label>
        <button type="button" class="shutter" aria-label={said.take} disabled={!size.value} onClick={() => moment.shoot()} />
        <span class="camera-gap" />
      </footer>
    </dialog>
  );
}
