import { readBatch, type BatchFile } from "./batch.js";
import { request, type Call, type Options } from "./request.js";
import type { components } from "./schema.js";
import type {
  BatchFields,
  CheckFields,
  CheckReport,
  Manifest,
  Photo,
  PhotoFields,
  Problem,
  QuickReport,
  Sheet,
  SheetFields,
  Spec,
  SpecList,
  SpecQuery,
  Status,
  Variant,
} from "./types.js";

type Schemas = components["schemas"];
type Fields = Record<string, unknown>;

const BATCH_TIMEOUT = 310_000; // ms: the service's own 300 s and a little

/** A client of one service. Every method may throw what `request` throws. */
export class IdPhotoClient {
  constructor(readonly options: Options) {}

  /** One finished ID photo. */
  async makePhoto(photo: Blob, fields: PhotoFields, call: Call = {}): Promise<Photo> {
    const answer = await this.post<Schemas["IdPhotoAnswer"]>("v1/idphoto", [photo], fields, call);
    return { image: fromBase64(answer.image, answer.media_type), report: answer.report };
  }

  /** Several finished photos of one photo. `shared` holds for each that does not say otherwise. */
  async makeVariants(
    photo: Blob,
    variants: PhotoFields[],
    shared: PhotoFields = {},
    call: Call = {},
  ): Promise<Variant[]> {
    const fields = { ...shared, variants };
    const answer = await this.post<Schemas["VariantsAnswer"]>("v1/idphoto", [photo], fields, call);
    return answer.variants.map(variant);
  }

  /** What is right and wrong about a photo. A photo that is refused has a `refusal`. */
  checkPhoto(photo: Blob, fields: CheckFields, call: Call = {}): Promise<CheckReport> {
    return this.post("v1/check", [photo], fields, call);
  }

  /** A first look in tens of milliseconds, such as for a camera. It is not repeated by itself. */
  quickCheck(photo: Blob, fields: CheckFields, call: Call = {}): Promise<QuickReport> {
    // In the query, where the service sees it before the body and lets it pass the queue.
    return this.post("v1/check?quick=true", [photo], fields, { retries: 0, ...call });
  }

  /** One sheet for the printer, of one to eight photos with one person each. */
  async makeSheet(photos: Blob | Blob[], fields: SheetFields, call: Call = {}): Promise<Sheet> {
    const parts = Array.isArray(photos) ? photos : [photos];
    const answer = await this.post<Schemas["SheetAnswer"]>("v1/sheet", parts, fields, call);
    return { sheet: fromBase64(answer.sheet, answer.media_type), report: answer.report };
  }

  /**
   * The finished photos of a ZIP of photos, each handed to `onFile` as soon as it is made.
   *
   * A photo that cannot be made is a problem in the manifest. Throws an Error when the answer
   * breaks off; the files until then are good. Nothing is repeated once there is an answer.
   */
  makeBatch(
    zip: Blob,
    fields: BatchFields,
    onFile: (file: BatchFile) => unknown,
    call: Call = {},
  ): Promise<Manifest> {
    const init = { method: "POST", body: form("photos", [zip], { ...fields, answer: "zip" }) };
    const read = (response: Response) => readBatch(response, onFile);
    return request(this.options, "v1/batch", init, read, { timeout: BATCH_TIMEOUT, ...call });
  }

  /** The documents that the service knows. */
  listSpecs(query: SpecQuery = {}, call: Call = {}): Promise<SpecList> {
    const asked = new URLSearchParams(texts(query)).toString();
    return this.get(`v1/specs${asked && `?${asked}`}`, call);
  }

  /** One document, by id or alias. */
  getSpec(name: string, call: Call = {}): Promise<Spec> {
    return this.get(`v1/specs/${encodeURIComponent(name)}`, call);
  }

  /** Whether the service takes photos; a service that does not is a ProblemError of status 503. */
  getReadiness(call: Call = {}): Promise<Status> {
    return this.get("readyz", { retries: 0, ...call });
  }

  private get<T>(path: string, call: Call): Promise<T> {
    return request(this.options, path, {}, (response) => response.json(), call);
  }

  private post<T>(path: string, photos: Blob[], fields: Fields, call: Call): Promise<T> {
    const init = { method: "POST", body: form("image", photos, { ...fields, answer: "json" }) };
    return request(this.options, path, init, (response) => response.json(), call);
  }
}

function form(part: string, files: Blob[], fields: Fields): FormData {
  const made = new FormData();
  for (const [name, text] of texts(fields)) made.append(name, text);
  for (const file of files) made.append(part, file);
  return made;
}

/** Fields as a form or a query has them: lists and objects in JSON, and none without a value. */
function texts(fields: Fields): [string, string][] {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => [name, typeof value === "object" ? JSON.stringify(value) : `${value}`]);
}

function variant(result: Schemas["VariantResult"]): Variant {
  const { file, image, media_type, report, problem } = result;
  return file && image && media_type && report
    ? { name: file, image: fromBase64(image, media_type), report, problem: null }
    : { name: null, image: null, report: null, problem: problem as Problem };
}

function fromBase64(text: string, type: string): Blob {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let place = 0; place < letters.length; place++) bytes[place] = letters.charCodeAt(place);
  return new Blob([bytes], { type });
}
