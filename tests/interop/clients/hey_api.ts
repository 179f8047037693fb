// A photo by the client of @hey-api/openapi-ts.
import { openAsBlob, writeFileSync } from "node:fs";
import { client } from "./client/client.gen";
import { makeIdPhoto } from "./client/sdk.gen";

client.setConfig({ baseUrl: process.env.ADDRESS });
const { data, error } = await makeIdPhoto({
  body: {
    image: await openAsBlob(process.env.PHOTO!), spec: "cn-1inch", background: "blue",
    answer: "json",
  },
});
if (error) throw new Error(JSON.stringify(error));
if (!data || !("image" in data)) throw new Error("no photo");
writeFileSync(process.env.OUT!, Buffer.from(data.image, "base64"));
