// Against a real service: IDPHOTO_URL is its address, IDPHOTO_FILES a folder of what is sent.
import assert from "node:assert/strict";
import { openAsBlob } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { IdPhotoClient, isProblem, type BatchFile } from "../src/index.js";

const client = new IdPhotoClient({ baseUrl: process.env.IDPHOTO_URL! });
const file = (name: string) => openAsBlob(join(process.env.IDPHOTO_FILES!, name));
const isJpeg = (bytes: Uint8Array) => bytes[0] === 0xff && bytes[1] === 0xd8;
const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

test("a photo comes with its report", async () => {
  const { image, report } = await client.makePhoto(await file("person.jpg"), {
    spec: "cn-1inch",
    background: "blue",
  });
  assert.equal(image.type, "image/jpeg");
  assert.ok(isJpeg(await bytesOf(image)));
  assert.deepEqual([report.width_px, report.height_px], [295, 413]);
  assert.equal(image.size, report.file.bytes);
});

test("variants tell each in its place", async () => {
  const variants = await client.makeVariants(
    await file("person.jpg"),
    [{ format: "png", background: "transparent" }, { spec: "cn-9inch" }],
    { spec: "cn-2inch" },
  );
  assert.equal(variants[0]?.image?.type, "image/png");
  assert.equal(variants[0]?.report?.spec, "cn-2inch");
  assert.equal(variants[1]?.image, null);
  assert.equal(variants[1]?.problem?.field, "spec");
});

test("a check tells the refusal, and own limits count", async () => {
  const nobody = await client.checkPhoto(await file("nobody.jpg"), { spec: "cn-1inch" });
  assert.equal(nobody.refusal, "no-face");
  const strict = await client.checkPhoto(await file("person.jpg"), {
    spec: "cn-1inch",
    limits: { roll: [30, null] },
  });
  assert.equal(strict.checks.find(({ id }) => id === "roll")?.verdict, "fail");
});

test("a first look gives advice or none", async () => {
  const look = await client.quickCheck(await file("person.jpg"), { spec: "cn-1inch" });
  assert.equal(look.advice === null, look.verdict === "accepted");
  assert.ok(look.face);
});

test("a sheet holds the photos of several files", async () => {
  const person = await file("person.jpg");
  const { sheet, report } = await client.makeSheet([person, person], {
    cells: "cn-1inch@1:2,cn-1inch@2:1",
    format: "pdf",
  });
  assert.equal(sheet.type, "application/pdf");
  assert.equal(report.cells.length, 3);
});

test("a batch hands on each file and ends with the manifest", async () => {
  const files: BatchFile[] = [];
  const zip = await file("photos.zip");
  const manifest = await client.makeBatch(zip, { spec: "cn-1inch" }, (made) => files.push(made));
  assert.deepEqual([manifest.made, manifest.failed], [2, 1]);
  assert.deepEqual(
    files.map(({ name }) => name),
    manifest.photos.flatMap(({ file }) => file ?? []),
  );
  assert.ok(files.every(({ data }) => isJpeg(data)));
  assert.match(JSON.stringify(manifest.photos.map(({ problem }) => problem?.type)), /no-face/);
});

test("documents are found by country and words", async () => {
  const found = await client.listSpecs({ country: "jp", q: "passport", limit: 1 });
  assert.equal(found.specs[0]?.country, "jp");
  assert.equal((await client.getSpec("一寸")).id, "cn-1inch");
  assert.equal((await client.getReadiness()).status, "ready");
});

test("a problem has its type, its members and the client's language", async () => {
  const chinese = new IdPhotoClient({ ...client.options, language: "zh" });
  const error = await chinese.getSpec("cn-1inc").catch((error: unknown) => error);
  assert.ok(isProblem(error, "not-found"));
  assert.equal(error.status, 404);
  assert.equal(error.problem.suggestions?.[0], "cn-1inch");
  assert.match(error.message, /规格/);
  const nobody = await file("nobody.jpg");
  await assert.rejects(client.makePhoto(nobody, { spec: "cn-1inch" }), { type: "no-face" });
});

test("the service gives up when the client's time is over", async () => {
  const start = Date.now();
  const making = client.makePhoto(await file("person.jpg"), { spec: "cn-1inch" }, { timeout: 10 });
  await assert.rejects(making, { name: "TimeoutError" });
  assert.ok(Date.now() - start < 2000);
});
