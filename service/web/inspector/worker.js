/* Keeps the pages of one link on the phone. A newer version waits until somebody asks for it. */
"use strict";
const VERSION = "{version}";
const SCOPE = new URL(self.registration.scope).pathname;
const CACHE = `patrol ${SCOPE} ${VERSION}`;
const BESIDE = ["manifest.webmanifest", "icon-192.png"];
const ALIVE = new Set(["state", "records", "worker.js"]);
const address = (name) => new URL(name, self.registration.scope).href;

const fetched = async (name) => {
  const answer = await fetch(address(name), { cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer;
};

const keep = async (cache, name) => cache.put(address(name), await fetched(name));

const install = async () => {
  const told = await (await fetched("state")).json();
  if (told.version !== VERSION) throw new Error("newer already");
  const cache = await caches.open(CACHE);
  await Promise.all([...BESIDE, "./", ...told.pages].map((name) => keep(cache, name)));
};

/* Other links of the same office keep theirs. */
const dropFormer = async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith(`patrol ${SCOPE} `) && name !== CACHE) await caches.delete(name);
  }
  await self.clients.claim();
};

/* A day that may be shown now is added without a word; the page of the days tells of it. */
const keepMore = async (pages) => {
  const cache = await caches.open(CACHE);
  const missing = [];
  for (const name of pages) if (!(await cache.match(address(name)))) missing.push(name);
  if (missing.length) await Promise.all([...missing, "./"].map((name) => keep(cache, name)));
};

/* The link has ended: its routes leave the phone, the page that says so stays. */
const finish = async () => {
  const answer = await fetch(address("./"), { cache: "no-store", credentials: "omit" });
  if (![404, 410].includes(answer.status)) return;
  const page = new Response(await answer.blob(), { headers: answer.headers });
  const cache = await caches.open(CACHE);
  for (const request of await cache.keys()) await cache.delete(request);
  await cache.put(address("./"), page);
};

const answered = async (request) => {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, { ignoreSearch: true });
  if (kept) return kept;
  try {
    return await fetch(request);
  } catch (fault) {
    const first = request.mode === "navigate" && await cache.match(address("./"));
    if (first) return first;
    throw fault;
  }
};

/* Send what a closed page left; the page asks again for the answers when it is opened. */
const sendLeft = async () => {
  const base = await new Promise((resolve, reject) => {
    const opening = indexedDB.open("patrol-outbox", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("docs", { keyPath: "key" });
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const left = await new Promise((resolve, reject) => {
    const asking = base.transaction("docs").objectStore("docs").getAll();
    asking.onsuccess = () => resolve(asking.result);
    asking.onerror = () => reject(asking.error);
  });
  base.close();
  for (const { scope, doc } of left) {
    if (scope !== SCOPE) continue;
    const body = JSON.stringify(doc), headers = { "Content-Type": "application/json" };
    const answer = await fetch(address("records"), { method: "POST", body, headers, credentials: "omit", referrerPolicy: "no-referrer" });
    if (answer.status === 429 || answer.status >= 500) throw new Error(`${answer.status}`);  // the browser tries again
  }
};

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(dropFormer()));
self.addEventListener("sync", (event) => { if (event.tag === "records") event.waitUntil(sendLeft()); });
self.addEventListener("message", (event) => {
  const { type, pages } = event.data;
  if (type === "update") self.skipWaiting();
  if (type === "keep") event.waitUntil(keepMore(pages).catch(() => {}));
  if (type === "end") event.waitUntil(finish().catch(() => {}));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(self.registration.scope)) return;
  const name = new URL(request.url).pathname.slice(SCOPE.length);
  if (!ALIVE.has(name)) event.respondWith(answered(request));
});
