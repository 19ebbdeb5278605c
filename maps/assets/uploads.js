/* Records go to the office by themselves and leave the queue only when the service has answered for them. */
"use strict";
patrol.uploads = { SOON_MS: 1500, FIRST_MS: 4000, MOST_MS: 60000, PATIENCE_MS: 30000, failed: 0, busy: false, again: false, timer: 0, ticking: 0, heard: null };

patrol.uploads.wait = (ms) => {
  clearTimeout(patrol.uploads.timer);
  patrol.uploads.timer = setTimeout(() => patrol.uploads.send(), ms);
};

/* A person still typing is not sent letter by letter. */
patrol.uploads.soon = () => { if (!patrol.uploads.busy) patrol.uploads.wait(patrol.uploads.SOON_MS); else patrol.uploads.again = true; };

patrol.uploads.send = async () => {
  const { uploads, outbox } = patrol;
  if (uploads.busy) { uploads.again = true; return; }
  Object.assign(uploads, { busy: true, again: false });
  uploads.show();
  try {
    for (const { key, item } of outbox.all()) if (outbox.waiting(item).length) await uploads.post(key, item);
    uploads.failed = 0;
  } catch (fault) {
    uploads.busy = false;
    uploads.later(fault);
  }
  uploads.busy = false;
  uploads.show();
  if (uploads.again) uploads.soon();
};

/* Wait longer after each failure, never much longer than a minute, not all phones at once. */
patrol.uploads.later = (fault) => {
  const { uploads } = patrol;
  const step = Math.min(uploads.MOST_MS, uploads.FIRST_MS * 2 ** uploads.failed) * (0.75 + Math.random() / 2);
  const ms = Math.max(step, (fault.retryAfter || 0) * 1000);
  uploads.failed += 1;
  uploads.wait(ms);
  uploads.tick(Date.now() + ms);
  patrol.served.askSync();
};

/* A phone without signal waits for signal, not for a clock; else the seconds that are left are shown as they go. */
patrol.uploads.tick = (until) => {
  const { uploads } = patrol;
  clearTimeout(uploads.ticking);
  const left = Math.ceil((until - Date.now()) / 1000);
  if (left <= 0 || uploads.busy || !uploads.failed) return;
  uploads.say(navigator.onLine ? patrol.t("js.upload_later", { s: left }) : patrol.t("js.upload_offline"));
  uploads.ticking = setTimeout(() => uploads.tick(until), 1000);
};

patrol.uploads.ask = async (path, options = {}) => {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), patrol.uploads.PATIENCE_MS);
  try {
    return await fetch(path, { cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer", signal: control.signal, ...options });
  } finally {
    clearTimeout(timer);
  }
};

patrol.uploads.post = async (key, item) => {
  const body = JSON.stringify(patrol.outbox.unsent(item));
  const answer = await patrol.uploads.ask("records", { method: "POST", body, headers: { "Content-Type": "application/json" } });
  if (answer.status === 410 || answer.status === 404) { patrol.served.over(); return; }
  if (answer.status === 429 || answer.status >= 500) throw Object.assign(new Error(String(answer.status)), { retryAfter: Number(answer.headers.get("Retry-After")) });
  const told = await answer.json();
  if (!answer.ok) { patrol.uploads.say(patrol.t("js.upload_fault", { what: told.detail || answer.status })); return; }
  patrol.outbox.answer(key, told.records);
  patrol.outbox.differ(key, told.differs);
  patrol.served.clock(told.now);
  patrol.uploads.heard = new Date();
  patrol.uploads.say(null);
  patrol.route?.refresh();
  if (patrol.uploads.merge) patrol.uploads.merge(told.others);
};

patrol.uploads.say = (words) => {
  const line = document.getElementById("upload-said");
  line.hidden = !words;
  line.replaceChildren(...(words ? [words] : []));
};

patrol.uploads.show = () => {
  const { uploads } = patrol;
  const n = patrol.outbox.count();
  const badge = document.getElementById("not-exported"), sent = document.getElementById("all-sent");
  badge.hidden = !n;
  badge.replaceChildren(patrol.t("js.not_uploaded", { n }), ...(uploads.busy && n ? [" · ", patrol.t("js.uploading")] : []));
  sent.hidden = Boolean(n) || !uploads.heard;
  if (uploads.heard) {
    const two = (number) => String(number).padStart(2, "0");
    sent.replaceChildren("✓ ", patrol.t("js.all_uploaded", { time: `${two(uploads.heard.getHours())}:${two(uploads.heard.getMinutes())}` }));
  }
};

/* Try as soon as there may be signal again; a press on the badge tries at once. */
patrol.uploads.listen = () => {
  window.addEventListener("online", () => { patrol.uploads.failed = 0; patrol.uploads.send(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) patrol.uploads.send(); });
  patrol.on("not-exported", () => patrol.uploads.send());
};
