/* The stops of the route page: which are open, which come next, what was recorded of each. */
"use strict";
patrol.route = { shown: "list" };

patrol.route.item = (site) =>
  [...document.querySelectorAll("li.stop")].find((item) => item.dataset.site === site);

/* Put every stop into its list and say how far the day has come. */
patrol.route.refresh = () => {
  const { records, route } = patrol;
  const open = document.getElementById("open"), finished = document.getElementById("finished");
  const states = route.plan.stops.map((stop) => records.state(stop.id));
  const next = states.indexOf("open");
  route.plan.stops.forEach((stop, place) => {
    const item = route.item(stop.id), state = states[place];
    route.settleIn(state === "open" ? open : finished, item);
    item.classList.toggle("is-done", state !== "open");
    item.classList.toggle("is-next", place === next);
    route.fill(item, stop, state);
  });
  if (states.length) route.count(states);
  route.badge();
  patrol.places.refresh();
  patrol.layers.routes.redraw();
};

/* Move a stop only if it must: a button that is moved while a finger is on it loses the press. */
patrol.route.settleIn = (list, item) => {
  if (item.parentElement === list) return;
  const order = patrol.route.plan.stops.map((stop) => stop.id);
  const after = [...list.children].find((other) => order.indexOf(other.dataset.site) > order.indexOf(item.dataset.site));
  list.insertBefore(item, after || null);
};

/* Fill a list again only if what it shows has changed, for the same reason. */
patrol.route.relist = (list, told, make) => {
  const text = JSON.stringify(told);
  if (list.told === text) return;
  list.told = text;
  list.replaceChildren(...make());
};

patrol.route.count = (states) => {
  const all = states.length, dealt = states.filter((state) => state !== "open").length;
  const skipped = states.filter((state) => state === "skipped").length;
  document.getElementById("done-count").textContent = dealt - skipped;
  document.getElementById("skipped-count").textContent = skipped;
  document.getElementById("skipped-part").hidden = !skipped;
  document.getElementById("open-count").textContent = all - dealt;
  document.getElementById("finished-count").textContent = dealt;
  document.getElementById("finished-part").hidden = !dealt;
  document.getElementById("all-done").hidden = dealt < all;
  document.getElementById("to-do-title").hidden = dealt === all;
  document.querySelector("[role=progressbar]").setAttribute("aria-valuenow", dealt);
  document.getElementById("progress").style.width = `${(100 * dealt) / all}%`;
};

patrol.route.badge = () => {
  const waiting = patrol.records.waiting().length;
  const badge = document.getElementById("not-exported");
  badge.hidden = !waiting;
  badge.replaceChildren(patrol.t("js.not_exported", { n: waiting }));
};

patrol.route.fill = (item, stop, state) => {
  const record = patrol.records.of(stop.id);
  const words = item.querySelector(".state");
  words.replaceChildren();
  words.className = `state ${state}`;
  if (state === "done") words.append("✓ ", patrol.both(...patrol.route.plan.results[record.result]));
  if (state === "done" && patrol.doubts.isBare(record)) words.append(" · ", patrol.t("js.untold"));
  if (state === "skipped") words.append("— ", patrol.both(...patrol.route.plan.results.skipped), " · ", patrol.t(`js.skip_${record.skip}`));
  if (state === "open" && record.arrived_at) words.append(patrol.t("js.arrived_at", { time: patrol.route.time(record.arrived_at) }));
  item.querySelector("[data-act=arrive]").setAttribute("aria-pressed", Boolean(record.arrived_at));
  for (const box of item.querySelectorAll("[data-check]")) {
    box.checked = (record.checks || []).includes(Number(box.dataset.check));
  }
  const note = item.querySelector("[data-note]"), photos = item.querySelector("[data-photos]");
  if (document.activeElement !== note) note.value = record.note || "";
  if (document.activeElement !== photos) photos.value = record.photos ?? "";
  patrol.findings.list(item.querySelector(".found"), stop.id);
  patrol.rechecks.fill(item, record);
  patrol.route.older(item.querySelector(".older"), patrol.records.older[stop.id] || []);
};

/* Records of the other phone that gave way: shown, because somebody meant them. */
patrol.route.older = (line, records) => {
  line.hidden = !records.length;
  const { results } = patrol.route.plan;
  const said = (language) => records.map((record) => [
    record.skip ? results.skipped[language] : record.result ? results[record.result][language] : record.name || "–",
    record.done_at && patrol.route.time(record.done_at), record.note || record.what,
    ...(record.findings || []).map(({ what }) => what)].filter(Boolean).join(" ")).join("; ");
  const [zh, en] = [0, 1].map((language) => patrol.word("js.older", { what: said(language) })[language]);
  line.replaceChildren(patrol.both(zh, en));
};

patrol.route.time = (iso) => {
  const when = new Date(iso);
  return `${String(when.getHours()).padStart(2, "0")}:${String(when.getMinutes()).padStart(2, "0")}`;
};

patrol.route.toast = (words) => {
  const toast = document.getElementById("toast");
  toast.replaceChildren(words);
  toast.hidden = false;
  clearTimeout(patrol.route.toastTimer);
  patrol.route.toastTimer = setTimeout(() => { toast.hidden = true; }, 3500);
};

/* A number of photographs as somebody typed it. */
patrol.route.photos = (field) =>
  (field.value === "" ? null : Math.min(999, Math.max(0, Math.round(Number(field.value) || 0))));
