/** Pictures out of the running camera: a small one to be judged, and the photo itself. */

const LOOK_PX = 640; // longer side of what is judged
const LOOK_QUALITY = 0.8;
const PHOTO_QUALITY = 0.95;
/** A video with so many pixels is photo enough: one that is taken apart would come later than seen. */
const ENOUGH_PX = 1600;
const PATIENCE = 4000; // ms for a camera to take a photo of its own

interface Capture {
  takePhoto(): Promise<Blob>;
}
declare const ImageCapture: (new (track: MediaStreamTrack) => Capture) | undefined;

export const longerSide = (video: HTMLVideoElement): number => Math.max(video.videoWidth, video.videoHeight);

/** What is seen now, small. */
export const lookAt = (video: HTMLVideoElement): Promise<Blob> => drawn(video, LOOK_PX, LOOK_QUALITY);

/** The photo, in the camera's full resolution. */
export async function takePicture(video: HTMLVideoElement, stream: MediaStream): Promise<File> {
  const seen = await drawn(video, Infinity, PHOTO_QUALITY);
  const own = longerSide(video) < ENOUGH_PX ? await apart(stream) : null;
  return new File([own ?? seen], "camera.jpg", { type: (own ?? seen).type });
}

/** A photo of the camera's own, where the browser has such; null where it fails or takes too long. */
async function apart(stream: MediaStream): Promise<Blob | null> {
  const [track] = stream.getVideoTracks();
  if (typeof ImageCapture === "undefined" || !track) return null;
  try {
    return await Promise.race([
      new ImageCapture(track).takePhoto(),
      new Promise<null>(done => setTimeout(done, PATIENCE, null)),
    ]);
  } catch {
    return null;
  }
}

function drawn(video: HTMLVideoElement, most: number, quality: number): Promise<Blob> {
  const { videoWidth, videoHeight } = video;
  const scale = Math.min(1, most / Math.max(videoWidth, videoHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(videoWidth * scale);
  canvas.height = Math.round(videoHeight * scale);
  canvas.getContext("2d")!.drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((done, failed) =>
    canvas.toBlob(blob => blob ? done(blob) : failed(new Error("no picture")), "image/jpeg", quality));
}
