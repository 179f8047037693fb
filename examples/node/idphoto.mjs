// ID photos by Node 20: node idphoto.mjs photo portrait.jpg photo.jpg (see ../README.md)
import { openAsBlob } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const service = process.env.IDPHOTO_URL ?? "http://localhost:8000";
const timeout = process.env.IDPHOTO_TIMEOUT ?? "30"; // seconds

/** The answer to a form; a busy service is asked again. */
async function post(path, fields) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const headers = { "Request-Timeout": timeout, "X-API-Key": process.env.IDPHOTO_API_KEY ?? "" };
  for (let tries = 1; ; tries++) {
    const response = await fetch(service + path, { method: "POST", body, headers });
    if (response.ok) return response;
    const problem = await response.json();
    if ([429, 503].includes(response.status) && tries < 5) {
      await sleep(1000 * Number(response.headers.get("Retry-After") ?? 2));
      continue;
    }
    // 422: the detail says what would be right. 504: it took longer than the timeout.
    throw new Error(`${problem.type.split("/").pop()}: ${problem.detail}`);
  }
}

const commands = {
  async photo(portrait, result) {
    const image = await openAsBlob(portrait);
    const made = await post("/v1/idphoto", { image, spec: "cn-1inch", background: "blue" });
    await writeFile(result, made.body);
  },

  async check(portrait) {
    const made = await post("/v1/check", { image: await openAsBlob(portrait), spec: "cn-1inch" });
    const { verdict, reasons } = await made.json();
    console.log([verdict, ...reasons.map(({ message }) => message.en)].join("\n"));
  },

  async variants(portrait, folder) {
    const variants = JSON.stringify([
      { spec: "cn-1inch" },
      { spec: "us-visa", allow_editing: true },
      { spec: "no-such" },
    ]);
    const image = await openAsBlob(portrait);
    const made = await post("/v1/idphoto", { image, variants, answer: "json" });
    await mkdir(folder, { recursive: true });
    for (const { variant, file, image, problem } of (await made.json()).variants) {
      if (problem) console.log(`variant ${variant}: ${problem.detail}`);
      else await writeFile(join(folder, file), image, "base64");
    }
  },

  async batch(zip, result) {
    const made = await post("/v1/batch", { photos: await openAsBlob(zip), spec: "cn-1inch" });
    await writeFile(result, made.body); // as it arrives; its last file is manifest.json
  },
};

const [name, ...files] = process.argv.slice(2);
await commands[name](...files).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
