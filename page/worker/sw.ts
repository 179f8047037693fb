/**
 * The service worker: it keeps the page's own files, so that the page opens without a network and at
 * once on a slow one. Photos, answers and keys pass it by.
 */

declare const VERSION: string;
declare const FILES: string[];

const worker = self as unknown as ServiceWorkerGlobalScope;
const STORE = `idphoto-page-${VERSION}`;
const CATALOGUE = "page/catalogue.json";
const base = new URL("./", worker.location.href);
const kept = new Set([...FILES, CATALOGUE].map(name => new URL(name, base).href));

worker.addEventListener("install", event => event.waitUntil((async () => {
  const store = await caches.open(STORE);
  await store.addAll([...kept, base.href]); // the browser has them just now, and asks only whether they hold
  await worker.skipWaiting();
})()));

worker.addEventListener("activate", event => event.waitUntil((async () => {
  for (const name of await caches.keys())
    if (name.startsWith("idphoto-page-") && name !== STORE) await caches.delete(name);
  await worker.clients.claim();
})()));

worker.addEventListener("fetch", event => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== base.origin) return;
  if (kept.has(address.href) && !address.href.endsWith(CATALOGUE)) event.respondWith(storeFirst(request));
  else if (kept.has(address.href) || isPage(address)) event.respondWith(networkFirst(request));
});

/** The page itself, in whichever language, but no other address of the service. */
const isPage = (address: URL): boolean => address.pathname === base.pathname;

/** Chats and search engines add fields of their own to an address: what they change is nothing. */
function keptAs(request: Request): string {
  const address = new URL(request.url);
  const language = address.searchParams.get("lang");
  address.hash = "";
  address.search = language && isPage(address) ? `?lang=${encodeURIComponent(language)}` : "";
  return address.href;
}

async function storeFirst(request: Request): Promise<Response> {
  return await (await caches.open(STORE)).match(request, { ignoreVary: true }) ?? fetch(request);
}

async function networkFirst(request: Request): Promise<Response> {
  const store = await caches.open(STORE);
  try {
    const answer = await fetch(request);
    if (answer.ok) await store.put(keptAs(request), answer.clone());
    return answer;
  } catch (error) {
    // Better in the wrong language than not at all.
    const found = await store.match(keptAs(request), { ignoreVary: true })
      ?? await store.match(request, { ignoreVary: true, ignoreSearch: true });
    if (found) return found;
    throw error;
  }
}
