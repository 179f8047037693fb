// A photo by the typescript-fetch client of openapi-generator, on Node's own fetch.
import { openAsBlob, writeFileSync } from "node:fs";
import { Configuration, IdphotoApi, ResponseError, SpecsApi } from "./client/index";

const settings = new Configuration({ basePath: process.env.ADDRESS });
const spec = await new SpecsApi(settings).getSpec({ name: "cn-1inch" });
const api = new IdphotoApi(settings);
const answer = await api.makeIdPhoto({
  image: await openAsBlob(process.env.PHOTO!), spec: spec.id, background: "blue", answer: "json",
});
if (!("image" in answer)) throw new Error("no photo");
writeFileSync(process.env.OUT!, Buffer.from(answer.image, "base64"));

const refused = await api.makeIdPhoto({ image: new Blob(["no photo"]), spec: "cn-1inch" })
  .then(() => null, (error: ResponseError) => error.response.status);
if (refused !== 415) throw new Error(`what is no photo must be refused: ${refused}`);
