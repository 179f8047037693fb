/** The photo that was chosen, and smaller copies of it: a phone's network is slower than the service. */

/** A photo as it is sent. `url` shows it upright; null where this browser cannot decode it. */
export interface SourcePhoto {
  file: File;
  url: string | null;
  width: number;
  height: number;
  /** The file as it was chosen, if `file` is a smaller copy of it. */
  larger: File | null;
}

const QUALITY = 0.9;
/** Longest side that is sent at first: a head has 400 pixels in it, if the picture is a portrait. */
export const USUAL_PX = 1600;
/** Longest side that is ever sent. */
export const MOST_PX = 4096;
const SMALL_BYTES = 300_000; // not worth a copy

/** The photo with its longest side at most `most` px, upright; as it is where it cannot be decoded. */
export async function readPhoto(file: File, most: number): Promise<SourcePhoto> {
  const url = URL.createObjectURL(file);
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
  } catch {
    URL.revokeObjectURL(url);
    return { file, url: null, width: 0, height: 0, larger: null };
  }
  const { naturalWidth: width, naturalHeight: height } = image;
  const scale = Math.min(1, most / Math.max(width, height));
  if (scale === 1 && file.size < SMALL_BYTES && /jpeg|png|webp/.test(file.type))
    return { file, url, width, height, larger: null };
  const copy = await shrunk(image, Math.round(width * scale), Math.round(height * scale));
  URL.revokeObjectURL(url);
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
  return { file: copy, url: URL.createObjectURL(copy), ...size, larger: scale < 1 ? file : null };
}

async function shrunk(image: HTMLImageElement, width: number, height: number): Promise<File> {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const paper = canvas.getContext("2d")!;
  paper.imageSmoothingQuality = "high";
  paper.fillStyle = "white"; // beneath what is transparent, which JPEG would make black
  paper.fillRect(0, 0, width, height);
  paper.drawImage(image, 0, 0, width, height);
  const blob = await new Promise<Blob | null>(done => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!blob) throw new Error("canvas");
  return new File([blob], "photo.jpg", { type: "image/jpeg" });
}
