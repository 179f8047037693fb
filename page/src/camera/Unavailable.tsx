/** Why there is no picture, and what to do instead. */

import { useRef } from "preact/hooks";
import { words } from "../language";
import type { Trouble } from "./stream";
import { cameraWords } from "./words";

interface UnavailableProps {
  trouble: Trouble;
  onPhoto(file: File): void;
  onAgain(): void;
}

export function Unavailable({ trouble, onPhoto, onAgain }: UnavailableProps) {
  const input = useRef<HTMLInputElement>(null);
  const said = cameraWords();
  const chosen = () => {
    const file = input.current!.files?.[0];
    if (file) onPhoto(file);
  };
  return (
    <div class="camera-trouble" role="alert">
      <h2>{said[trouble].heading}</h2>
      <p>{said[trouble].text}</p>
      <div class="row">
        <button type="button" class="primary" onClick={() => input.current!.click()}>{said.app}</button>
        {trouble !== "missing" && <button type="button" onClick={onAgain}>{words().again}</button>}
      </div>
      <input ref={input} type="file" accept="image/*" capture="user" hidden aria-label={said.app} onChange={chosen} />
    </div>
  );
}
