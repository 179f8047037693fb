/** A camera for as long as it is shown: opened, guided, and closed with all that runs beside it. */

import { useSignal, type Signal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { choice } from "../state";
import { guide } from "./guide";
import { Moment } from "./moment";
import { takePicture } from "./picture";
import { closeCamera, hasOther, isMirrored, openCamera, troubleOf, type Facing, type Trouble } from "./stream";

export interface RunningCamera {
  /** Of its picture in pixels; null until there is one. */
  size: Signal<{ width: number; height: number } | null>;
  trouble: Signal<Trouble | null>;
  mirrored: Signal<boolean>;
  others: Signal<boolean>;
  moment: Moment;
  turn(): void;
  again(): void;
}

export function useCamera(video: RefObject<HTMLVideoElement>, onPhoto: (file: File) => void): RunningCamera {
  const size = useSignal<{ width: number; height: number } | null>(null);
  const trouble = useSignal<Trouble | null>(null);
  const mirrored = useSignal(true);
  const others = useSignal(false);
  const facing = useSignal<Facing>("user");
  const attempt = useSignal(0);
  const moment: Moment = useMemo(() => new Moment(() => {
    takePicture(video.current!, video.current!.srcObject as MediaStream).then(onPhoto, () => moment.reset());
  }), []);

  useEffect(() => {
    const own = video.current!;
    let over = false;
    let stream: MediaStream | null = null;
    let unguide = () => {};
    const measure = () => { size.value = own.videoWidth ? { width: own.videoWidth, height: own.videoHeight } : null; };
    own.addEventListener("resize", measure);
    own.addEventListener("loadedmetadata", measure);
    openCamera(facing.value).then(async opened => {
      if (over) return closeCamera(opened);
      own.srcObject = stream = opened;
      mirrored.value = isMirrored(opened);
      others.value = await hasOther();
      await own.play().catch(() => {});
      if (!over) unguide = guide(own, choice.value!.naming, now => moment.hear(now));
    }).catch(error => { trouble.value = troubleOf(error); });
    return () => {
      over = true;
      unguide();
      moment.reset();
      closeCamera(stream);
      own.removeEventListener("resize", measure);
      own.removeEventListener("loadedmetadata", measure);
      size.value = null;
    };
  }, [facing.value, attempt.value]);

  return {
    size, trouble, mirrored, others, moment,
    turn: () => { facing.value = facing.value === "user" ? "environment" : "user"; },
    again: () => { trouble.value = null; attempt.value++; },
  };
}
