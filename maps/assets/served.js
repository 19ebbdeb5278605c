/* A page that a service hands out: kept for offline by a service worker, updated when a new version is published. */
"use strict";
patrol.served = { registration: null, wished: false, LOOK_MS: 600000, CLOCK_MS: 120000 };

patrol.served.start = () => {
  const { served } = patrol;
  served.offset = Number(patrol.kept("patrol:clock")) || 0;
  if (window.isSecureContext && navigator.serviceWorker) served.register();
  else patrol.warn("js.no_worker");
  served.look();
  window.addEventListener("online", served.look);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) served.look(); });
  setInterval(served.look, served.LOOK_MS);
  patrol.on("update", served.update);
};

patrol.served.register = async () => {
  const { served } = patrol;
  navigator.serviceWorker.addEventListener("controllerchange", () => { if (served.wished) location.reload(); });
  try {
    served.registration = await navigator.serviceWorker.register("worker.js", { scope: "./", updateViaCache: "none" });
  } catch {
    if (navigator.onLine) patrol.warn("js.no_worker");
    return;
  }
  const { registration } = served;
  const watch = (worker) => worker?.addEventListener("statechange", () => { if (worker.state === "installed") served.offer(); });
  watch(registration.installing);
  registration.addEventListener("updatefound", () => watch(registration.installing));
  served.offer();
  await navigator.serviceWorker.ready;
  document.documentElement.dataset.offline = "1";
};

/* A worker that waits holds a newer version: whoever presses gets it; nobody is interrupted. */
patrol.served.offer = () => {
  const { registration } = patrol.served;
  if (registration?.waiting && navigator.serviceWorker.controller) document.getElementById("update").hidden = false;
};

patrol.served.update = () => {
  const waiting = patrol.served.registration?.waiting;
  window.dispatchEvent(new Event("pagehide"));  // what is being typed is kept first
  patrol.served.wished = true;
  if (waiting) waiting.postMessage({ type: "update" });
  else location.reload();
};

/* Ask how things stand: a newer version, a day that may be shown now, the end of the link. */
patrol.served.look = async () => {
  const { served } = patrol;
  let told = null;
  try {
    const answer = await patrol.uploads.ask("state");
    if (answer.status === 410 || answer.status === 404) { served.over(); return; }
    if (!answer.ok) return;
    told = await answer.json();
  } catch { return; }
  served.clock(told.now);
  if (told.version === patrol.json("served").version) served.tell({ type: "keep", pages: told.pages });
  else if (served.registration) served.registration.update().catch(() => {});
  else document.getElementById("update").hidden = false;
};

patrol.served.tell = (message) => navigator.serviceWorker?.controller?.postMessage(message);

/* The routes leave this phone with the link; what was entered stays and can be exported. */
patrol.served.over = () => {
  if (!patrol.served.ended) patrol.warn("js.link_over");
  patrol.served.ended = true;
  patrol.served.tell({ type: "end" });
};

/* A phone whose clock is wrong writes the server's time; small differences are left alone. */
patrol.served.clock = (now) => {
  const away = Date.parse(now) - Date.now();
  if (Number.isNaN(away)) return;
  const offset = Math.abs(away) > patrol.served.CLOCK_MS ? away : 0;
  if (Math.abs(offset - patrol.served.offset) <= patrol.served.CLOCK_MS) return;
  patrol.served.offset = offset;
  patrol.keep("patrol:clock", offset);
  if (offset) patrol.warn("js.clock_off", { n: Math.round(Math.abs(offset) / 60000) });
};

patrol.now = () => new Date(Date.now() + (patrol.served.offset || 0));

patrol.served.askSync = () => patrol.served.registration?.sync?.register("records").catch(() => {});
