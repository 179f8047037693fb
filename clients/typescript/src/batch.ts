import type { Manifest } from "./types.js";

/** A finished photo of a batch, under the name that it has in the manifest. */
export interface BatchFile {
  name: string;
  data: Uint8Array<ArrayBuffer>;
}

const LOCAL_HEADER = 0x04034b50; // APPNOTE 4.3.7
const HEADER_BYTES = 30;

/**
 * Hand on the files of a ZIP, each as soon as it is whole, and return the manifest.
 *
 * The service stores files uncompressed with their size in front, and the manifest last, so the
 * ZIP's directory is not needed. Throws an Error when the answer breaks off.
 */
export async function readBatch(
  response: Response,
  onFile: (file: BatchFile) => unknown,
): Promise<Manifest> {
  const take = taking(response.body!.getReader());
  for (;;) {
    const header = new DataView((await take(HEADER_BYTES)).buffer);
    if (header.getUint32(0, true) !== LOCAL_HEADER) throw new Error("The batch has no manifest.");
    const size = header.getUint32(22, true);
    const name = new TextDecoder().decode(await take(header.getUint16(26, true)));
    await take(header.getUint16(28, true)); // extra fields
    const data = await take(size);
    if (name === "manifest.json") return JSON.parse(new TextDecoder().decode(data));
    await onFile({ name, data });
  }
}

/** A function that takes so many of the stream's next bytes. */
function taking(reader: ReadableStreamDefaultReader<Uint8Array>) {
  let rest = new Uint8Array();
  return async (size: number): Promise<Uint8Array<ArrayBuffer>> => {
    const taken = new Uint8Array(size);
    for (let filled = 0; filled < size; ) {
      if (!rest.length) rest = await next(reader);
      const part = rest.subarray(0, size - filled);
      taken.set(part, filled);
      filled += part.length;
      rest = rest.subarray(part.length);
    }
    return taken;
  };
}

async function next(reader: ReadableStreamDefaultReader<Uint8Array>) {
  const text = "The batch broke off before its manifest.";
  const { done, value } = await reader.read().catch((cause: unknown) => {
    throw new Error(text, { cause });
  });
  if (done) throw new Error(text);
  return value as Uint8Array<ArrayBuffer>;
}
