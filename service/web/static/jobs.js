/* One job on its page: follows it by events, else asks again and again; then leads on. */
"use strict";
(() => {
  const box = document.getElementById("job");
  if (!box) return;
  const said = document.getElementById("job-said");
  const id = encodeURIComponent(box.dataset.job);
  const to = box.dataset.to;
  const part = `/jobs/${id}/part` + (to ? `?to=${encodeURIComponent(to)}` : "");
  const events = `/api/v1/jobs/${id}/events`;
  const ASK_MS = 2000, LEAD_MS = 900, QUIET_MS = 20000;
  let timer = 0, heard = Date.now(), asking = false, again = false, stream = null;

  const isOver = () => box.querySelector(".part").dataset.over === "1";

  function end() {
    clearInterval(timer);
    if (stream) stream.close();
    if (to && box.querySelector(".part").dataset.state === "done") {
      setTimeout(() => location.replace(to), LEAD_MS);
    }
  }

  async function ask() {
    if (asking) { again = true; return; }
    asking = true;
    try {
      const answer = await fetch(part, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
      if (answer.redirected) { location.reload(); return; }
      if (answer.ok) show(await answer.text());
    } catch (_) { /* no signal: the next turn asks again */ }
    asking = false;
    if (again) { again = false; ask(); }
  }

  /* Counts on between two answers, so that nobody takes a long step for a standstill. */
  function count() {
    const clock = box.querySelector("[data-seconds]");
    if (!clock) return;
    clock.dataset.seconds = String(Number(clock.dataset.seconds) + 1);
    clock.textContent = clock.dataset.words.replace("#", clock.dataset.seconds);
  }

  function show(html) {
    const held = document.activeElement && box.contains(document.activeElement);
    box.innerHTML = html;
    if (held) (box.querySelector("button, a") || document.getElementById("content")).focus();
    const now = box.querySelector(".part").dataset.said;
    if (said.textContent !== now) said.textContent = now;
    if (isOver()) end();
  }

  if (isOver()) { end(); return; }
  if ("EventSource" in window) {
    stream = new EventSource(events);
    stream.addEventListener("job", () => { heard = Date.now(); ask(); });
  }
  setInterval(count, 1000);
  timer = setInterval(() => {
    const isDeaf = !stream || stream.readyState !== 1 || Date.now() - heard > QUIET_MS;
    if (isDeaf && !document.hidden) ask();
  }, ASK_MS);
})();
