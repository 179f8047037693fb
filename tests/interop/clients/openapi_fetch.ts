// A photo by openapi-typescript's types and openapi-fetch.
import { openAsBlob, writeFileSync } from "node:fs";
import createClient from "openapi-fetch";
import type { components, paths } from "./schema";

const client = createClient<paths>({ baseUrl: process.env.ADDRESS });
const spec = await client.GET("/v1/specs/{name}", { params: { path: { name: "cn-1inch" } } });
const form: components["schemas"]["IdPhotoForm"] = {
  image: "", spec: spec.data!.id, background: "blue", answer: "json",
};
const photo = await openAsBlob(process.env.PHOTO!);
const { data, error } = await client.POST("/v1/idphoto", {
  body: form,
  bodySerializer(body) {
    const sent = new FormData();
    for (const [name, value] of Object.entries(body)) sent.set(name, String(value));
    sent.set("image", photo, "photo.jpg");
    return sent;
  },
});
if (error) throw new Error(error.detail);
if (typeof data === "string" || !("image" in data)) throw new Error("no photo");
writeFileSync(process.env.OUT!, Buffer.from(data.image, "base64"));
