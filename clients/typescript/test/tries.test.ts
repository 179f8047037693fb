// Against a server that misbehaves.
import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";

import { IdPhotoClient, ProblemError, type Options } from "../src/index.js";

type Answer = (response: ServerResponse, request: IncomingMessage) => unknown;

/** A server that answers each request in turn, the last answer again and again. */
async function serving(context: TestContext, answers: Answer[], options: Partial<Options> = {}) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)]!;
    requests.push(request.resume());
    request.on("end", () => answer(response, request));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { client: new IdPhotoClient({ baseUrl, ...options }), requests, baseUrl };
}

const problem =
  (status: number, type: string, headers: Record<string, string> = {}): Answer =>
  (response) => {
    const said = { type: `/problems/${type}`, title: "", status, detail: "It is so." };
    response.writeHead(status, { "Content-Type": "application/problem+json", ...headers });
    response.end(JSON.stringify(said));
  };
const good: Answer = (response) => response.end('{"status": "ready", "specs": []}');
const photo = new Blob(["a photo"]);

test("a busy service is asked again after Retry-After", async (context) => {
  const waits: number[] = [];
  const onRetry = (seconds: number) => waits.push(seconds);
  const busy = problem(429, "busy", { "Retry-After": "1" });
  const { client, requests } = await serving(context, [busy, good], { onRetry });
  const start = Date.now();
  await client.checkPhoto(photo, { spec: "cn-1inch" });
  assert.ok(Date.now() - start >= 1000);
  assert.equal(requests.length, 2);
  assert.ok(waits.length === 1 && waits[0]! >= 1 && waits[0]! < 1.5);
});

test("Retry-After may be a date", async (context) => {
  const date = new Date(Date.now() + 3_600_000).toUTCString();
  const { client } = await serving(context, [problem(503, "not-ready", { "Retry-After": date })]);
  const error = await client.listSpecs().catch((error: unknown) => error);
  assert.ok(error instanceof ProblemError);
  assert.ok(Math.abs(error.retryAfter! - 3600) < 5);
});

test("a wait beyond the deadline is not begun", async (context) => {
  const late = problem(429, "quota-exceeded", { "Retry-After": "3600" });
  const { client, requests } = await serving(context, [late]);
  const start = Date.now();
  await assert.rejects(client.listSpecs(), { type: "quota-exceeded", retryAfter: 3600 });
  assert.ok(Date.now() - start < 1000);
  assert.equal(requests.length, 1);
});

for (const [status, type] of [
  [422, "no-face"],
  [500, "internal"],
  [504, "deadline-exceeded"],
] as const) {
  test(`${type} would come again and is not repeated`, async (context) => {
    const { client, requests } = await serving(context, [problem(status, type), good]);
    await assert.rejects(client.checkPhoto(photo, { spec: "cn-1inch" }), { type, status });
    assert.equal(requests.length, 1);
  });
}

test("a proxy's page is a problem of no known type", async (context) => {
  const page: Answer = (response) => response.writeHead(502).end("<h1>Bad Gateway</h1>");
  const { client, requests } = await serving(context, [page], { retries: 1 });
  await assert.rejects(client.listSpecs(), { type: "about:blank", status: 502 });
  assert.equal(requests.length, 2);
});

test("a lost connection is tried again", async (context) => {
  const lost: Answer = (response) => response.destroy();
  const { client, requests } = await serving(context, [lost, good]);
  assert.deepEqual((await client.listSpecs()).specs, []);
  assert.equal(requests.length, 2);
});

test("silence ends with the timeout, which the service was told", async (context) => {
  const { client, requests } = await serving(context, [() => undefined], { timeout: 300 });
  const start = Date.now();
  await assert.rejects(client.checkPhoto(photo, { spec: "cn-1inch" }), { name: "TimeoutError" });
  assert.ok(Date.now() - start < 2000);
  const told = Number(requests[0]!.headers["request-timeout"]);
  assert.ok(told > 0.1 && told <= 0.3);
});

test("a signal ends a request, and a wait too", async (context) => {
  const busy = problem(429, "busy", { "Retry-After": "30" });
  for (const answer of [busy, () => undefined]) {
    const { client } = await serving(context, [answer]);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 200);
    const start = Date.now();
    await assert.rejects(client.listSpecs({}, { signal: controller.signal }), {
      name: "AbortError",
    });
    assert.ok(Date.now() - start < 2000);
  }
});

test("key, language and a proxy's path are sent", async (context) => {
  const options = { apiKey: "secret", language: "zh", headers: { "X-Shop": "12" } } as const;
  const { requests, baseUrl } = await serving(context, [good]);
  const client = new IdPhotoClient({ baseUrl: `${baseUrl}/photos`, ...options });
  await client.listSpecs({ q: "驾驶证", country: undefined });
  const { url, headers } = requests[0]!;
  assert.equal(url, `/photos/v1/specs?q=${encodeURIComponent("驾驶证")}`);
  assert.equal(headers["x-api-key"], "secret");
  assert.equal(headers["accept-language"], "zh");
  assert.equal(headers["x-shop"], "12");
});

test("a batch that breaks off is an error, and is not begun again", async (context) => {
  const part: Answer = (response) => {
    response.write(Buffer.from("504b0304", "hex"));
    setTimeout(() => response.destroy(), 100);
  };
  const { client, requests } = await serving(context, [part]);
  const making = client.makeBatch(photo, { spec: "cn-1inch" }, () => undefined);
  await assert.rejects(making, /broke off/);
  assert.equal(requests.length, 1);
});
