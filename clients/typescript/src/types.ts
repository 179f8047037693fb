// Short names for the types of the service's OpenAPI document.
import type { components, operations } from "./schema.js";

type Schemas = components["schemas"];

export type Check = Schemas["Check"];
export type CheckId = Check["id"];
export type CheckReport = Schemas["CheckReport"];
export type FieldError = Schemas["FieldError"];
export type Manifest = Schemas["BatchManifest"];
export type Problem = Schemas["Problem"];
export type QuickReport = Schemas["QuickReport"];
export type Reason = Schemas["Reason"];
export type Report = Schemas["Report"];
export type SheetReport = Schemas["SheetReport"];
export type Spec = Schemas["Spec"];
export type SpecList = Schemas["SpecList"];
export type Status = Schemas["Status"];

/** Limits of your own for checks: least and greatest right value; null means no such end. */
export type Limits = Partial<Record<CheckId, [number | null, number | null]>>;

type Form<Name extends keyof Schemas, Parts extends string> = Partial<
  Omit<Schemas[Name], Parts | "answer" | "limits">
> & { limits?: Limits };

/** The fields of one finished photo. Give `spec`, or a size of your own. */
export type PhotoFields = Form<"IdPhotoForm", "image" | "variants">;

/** The fields of a check: those of the photo that would be made. */
export type CheckFields = Form<"CheckForm", "image" | "quick">;

/** The fields of a print sheet. `cells` says what goes on it, such as `cn-1inch:4,cn-2inch:2`. */
export type SheetFields = Omit<Form<"SheetForm", "image">, "limits"> & { cells: string };

/** The fields of a batch; `variants` asks for several files of each photo. */
export type BatchFields = PhotoFields & { variants?: PhotoFields[] };

/** What narrows the list of documents. */
export type SpecQuery = NonNullable<operations["listSpecs"]["parameters"]["query"]>;

/** A finished photo and what the service found out about it. */
export interface Photo {
  image: Blob;
  report: Report;
}

/** What became of one variant: a photo, or the problem that stood in its way. */
export type Variant =
  | { name: string; image: Blob; report: Report; problem: null }
  | { name: null; image: null; report: null; problem: Problem };

/** A sheet for the printer. */
export interface Sheet {
  sheet: Blob;
  report: SheetReport;
}
