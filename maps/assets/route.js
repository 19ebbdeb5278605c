/* The route page: next stop first, one tap to navigate, result and note, nothing lost. */
"use strict";
patrol.route = { shown: "list" };

patrol.route.item = (site) =>
  [...document.querySelectorAll("li.stop")].find((item) => item.dataset.site === site);

/* Put every stop into its list and say how far the day has come. */
patrol.route.refresh = () => {
  const { records, route } = patrol;
  const open = document.getElementById("open"), finished = document.getElementById("finished");
  let dealt = 0, skipped = 0, next = null;
  for (const stop of route.plan.stops) {
    const item = patrol.route.item(stop.id);
    const state = records.state(stop.id);
    (state === "open" ? open : finished).append(item);
    item.classList.toggle("is-done", state !== "open");
    if (state !== "open") dealt++;
    if (state === "skipped") skipped++;
    next ??= state === "open" ? stop.id : null;
    item.classList.toggle("is-next", next === stop.id);
    patrol.route.fill(item, stop, state);
  }
  const all = route.plan.stops.length;
  document.getElementById("done-count").textContent = dealt - skipped;
  document.getElementById("skipped-count").textContent = skipped;
  document.getElementById("skipped-part").hidden = !skipped;
  document.getElementById("open-count").textContent = all - dealt;
  document.getElementById("finished-count").textContent = dealt;
  document.getElementById("finished-part").hidden = !dealt;
  document.getElementById("all-done").hidden = !all || dealt < all;
  document.getElementById("to-do-title").hidden = dealt === all;
  document.querySelector("[role=progressbar]").setAttribute("aria-valuenow", dealt);
  document.getElementById("progress").style.width = all ? `${(100 * dealt) / all}%` : "0";
  const waiting = records.waiting().length;
  const badge = document.getElementById("not-exported");
  badge.hidden = !waiting;
  badge.replaceChildren(patrol.t("js.not_exported", { n: waiting }));
  patrol.layers.routes.redraw();
};

patrol.route.fill = (item, stop, state) => {
  const record = patrol.records.of(stop.id);
  const words = item.querySelector(".state");
  words.replaceChildren();
  words.className = `state ${state}`;
  if (state === "done") words.append("✓ ", patrol.both(...patrol.route.plan.results[record.result]));
  if (state === "skipped") words.append("— ", patrol.both(...patrol.route.plan.results.skipped), " · ", patrol.t(`js.skip_${record.skip}`));
  if (state === "open" && record.arrived_at) words.append(patrol.t("js.arrived_at", { time: patrol.route.time(record.arrived_at) }));
  item.querySelector("[data-act=arrive]").setAttribute("aria-pressed", Boolean(record.arrived_at));
  for (const box of item.querySelectorAll("[data-check]")) {
    box.checked = (record.checks || []).includes(Number(box.dataset.check));
  }
  const note = item.querySelector("textarea"), photos = item.querySelector("[data-photos]");
  if (document.activeElement !== note) note.value = record.note || "";
  if (document.activeElement !== photos) photos.value = record.photos ?? "";
  patrol.route.older(item, patrol.records.older[stop.id] || []);
};

/* Records of the other phone that gave way: shown, because somebody meant them. */
patrol.route.older = (item, records) => {
  const line = item.querySelector(".older");
  line.hidden = !records.length;
  const { results } = patrol.route.plan;
  const said = (language) => records.map((record) => [
    record.skip ? results.skipped[language] : record.result ? results[record.result][language] : "–",
    record.done_at && patrol.route.time(record.done_at), record.note].filter(Boolean).join(" ")).join("; ");
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

patrol.route.ask = (item, name) => {
  for (const panel of item.querySelectorAll(".ask")) {
    const is = panel.classList.contains(name) && panel.hidden;
    panel.hidden = !is;
    const act = panel.classList.contains("results") ? "finish" : "skip";
    item.querySelector(`[data-act=${act}]`).setAttribute("aria-expanded", is);
  }
};

/* The buttons for results and reasons are written once in the page and copied to every stop. */
patrol.route.addAsks = () => {
  for (const dock of document.querySelectorAll("li.stop .dock")) {
    const { content } = document.getElementById(dock.closest("li.stop").dataset.asks || "asks");
    dock.prepend(content.cloneNode(true));
  }
};

patrol.route.close = (item) => { for (const panel of item.querySelectorAll(".ask")) panel.hidden = true; };

/* After a stop is dealt with the next one gets the focus. */
patrol.route.settle = (item, change, words) => {
  const { site } = item.dataset;
  patrol.records.change(site, change);
  patrol.route.close(item);
  patrol.route.refresh();
  patrol.route.toast(words);
  document.querySelector(".is-next h3")?.focus();
};

patrol.route.acts = {
  navigate: (item) => patrol.route.navigate(item.dataset.site),
  arrive: (item) => {
    const record = patrol.records.of(item.dataset.site);
    patrol.records.change(item.dataset.site, { arrived_at: record.arrived_at ? null : new Date().toISOString() });
    patrol.route.refresh();
  },
  finish: (item) => patrol.route.ask(item, "results"),
  skip: (item) => patrol.route.ask(item, "skips"),
  undo: (item) => {
    patrol.records.change(item.dataset.site, { result: null, skip: null, done_at: null });
    patrol.route.refresh();
    patrol.route.toast(patrol.t("js.undone"));
    item.querySelector("h3").focus();
  },
};

patrol.route.press = (event) => {
  const button = event.target.closest("button");
  const item = event.target.closest("li.stop");
  if (!item) return;
  if (!button) {
    if (event.target.closest(".head")) patrol.route.unfold(item);
    return;
  }
  const { act, result, skip } = button.dataset;
  if (act) patrol.route.acts[act](item);
  const done_at = new Date().toISOString();
  if (result) {
    const words = patrol.word("js.saved", { what: patrol.say(patrol.route.plan.results[result]) });
    patrol.route.settle(item, { result, skip: null, done_at }, patrol.say(words));
  }
  if (skip) {
    const words = patrol.word("js.skipped", { what: patrol.say(patrol.word(`js.skip_${skip}`)) });
    patrol.route.settle(item, { skip, result: null, done_at }, patrol.say(words));
  }
};

/* A tap on a heading opens the stop and shows it on the map. */
patrol.route.unfold = (item) => {
  item.classList.toggle("is-open");
  patrol.route.choose(item.dataset.site, false);
};

patrol.route.choose = (site, scroll) => {
  const { routes } = patrol.layers;
  routes.chosen = site;
  routes.redraw();
  const stop = patrol.route.plan.stops.find((one) => one.id === site);
  if (!patrol.map.getBounds().contains([stop.lat, stop.lon])) patrol.map.panTo([stop.lat, stop.lon]);
  if (!scroll) return;
  patrol.route.show("list");
  const item = patrol.route.item(site);
  item.classList.add("is-open");
  item.scrollIntoView({ block: "start" });
  item.querySelector("h3").focus({ preventScroll: true });
};

/* Navigation: the link for this system, in the datum the app expects. */
patrol.route.links = (stop) => {
  const apple = /iPhone|iPad|Macintosh/.test(navigator.userAgent);
  const android = /Android|HarmonyOS/i.test(navigator.userAgent);
  return stop.links
    .map(({ app, android: forAndroid, ios }) => ({ app, url: apple ? ios : forAndroid }))
    .filter(({ url }) => url && (apple || android || url.startsWith("http")));
};

patrol.route.navigate = (site) => {
  const stop = patrol.route.plan.stops.find((one) => one.id === site);
  const links = patrol.route.links(stop);
  const chosen = links.find(({ app }) => app === patrol.kept("patrol:map-app"));
  if (chosen) { location.href = chosen.url; return; }
  const dialog = document.getElementById("apps");
  dialog.querySelector(".target").textContent = `${stop.order} ${stop.name}`;
  dialog.querySelector(".applist").replaceChildren(...links.map(({ app, url }) =>
    patrol.el("a", { href: url, "data-app": app, rel: "noreferrer", onclick: () => { patrol.keep("patrol:map-app", app); dialog.close(); } },
      patrol.t(`js.app_${app}`))));
  dialog.showModal();
};

patrol.route.notes = () => {
  const timers = new Map();
  const saveNote = (item) => {
    clearTimeout(timers.get(item));
    timers.delete(item);
    const note = item.querySelector("textarea").value;
    if (note === (patrol.records.of(item.dataset.site).note || "")) return;
    patrol.records.change(item.dataset.site, { note });
    patrol.route.refresh();
  };
  for (const item of document.querySelectorAll("li.stop")) {
    item.querySelector("textarea").addEventListener("input", () => {
      clearTimeout(timers.get(item));
      timers.set(item, setTimeout(() => saveNote(item), 300));
    });
    item.addEventListener("change", (event) => {
      if (event.target.matches("[data-photos]")) {
        const photos = event.target.value === "" ? null : Math.min(999, Math.max(0, Math.round(Number(event.target.value) || 0)));
        patrol.records.change(item.dataset.site, { photos });
        patrol.route.refresh();
      }
      if (!event.target.matches("[data-check]")) return;
      const checks = [...item.querySelectorAll("[data-check]:checked")].map((box) => Number(box.dataset.check));
      patrol.records.change(item.dataset.site, { checks });
      patrol.route.refresh();
    });
  }
  window.addEventListener("pagehide", () => { for (const item of [...timers.keys()]) saveNote(item); });
};

patrol.route.exporting = () => {
  const { plan } = patrol.route;
  const name = `patrol-${plan.plan}-${plan.route}`.replace(/[^\w.-]+/g, "_");
  const results = (ending, text, type) => {
    const n = patrol.exports.visits(plan).length;
    if (!n) { patrol.route.toast(patrol.t("js.nothing")); return; }
    patrol.exports.save(`${name}.${ending}`, text, type);
    patrol.records.markExported();
    patrol.route.refresh();
    patrol.route.toast(patrol.t("js.exported", { n }));
  };
  const json = () => results("json", JSON.stringify(patrol.exports.json(plan), null, 1), "application/json");
  patrol.on("export-json", json);
  patrol.on("not-exported", json);
  patrol.on("export-csv", () => results("csv", patrol.exports.csv(plan), "text/csv;charset=utf-8"));
  patrol.on("export-gpx", () => patrol.exports.save(`${name}.gpx`, patrol.exports.gpx(plan), "application/gpx+xml"));
  patrol.on("forget-app", () => { patrol.keep("patrol:map-app", ""); patrol.route.toast(patrol.t("js.app_forgotten")); });
  patrol.on("apps-close", () => document.getElementById("apps").close());
};

/* The menu goes away after what it was opened for, and when somebody turns to something else. */
patrol.route.menu = () => {
  const menu = document.getElementById("menu"), opener = document.getElementById("menu-button");
  const show = (open) => {
    menu.hidden = !open;
    opener.setAttribute("aria-expanded", open);
  };
  document.addEventListener("click", ({ target }) => {
    if (opener.contains(target)) show(menu.hidden);
    else if (!menu.contains(target) || target.closest("button")) show(false);
  });
};

/* Take the results of the team's other phone from a file. */
patrol.route.merge = async (file) => {
  const { plan } = patrol.route;
  const { file: read, fault } = patrol.merging.read(await file.text(), plan);
  if (fault) { patrol.route.toast(patrol.t(...fault)); return; }
  const counts = patrol.merging.take(read, plan);
  patrol.route.refresh();
  const words = [patrol.t("js.merged", counts)];
  if (counts.unknown) words.push(" ", patrol.t("js.merged_unknown", { n: counts.unknown }));
  patrol.route.toast(patrol.el("span", {}, ...words));
};

patrol.route.merging = () => {
  const field = document.getElementById("merge-file");
  patrol.on("merge-button", () => field.click());
  field.addEventListener("change", async () => {
    if (field.files.length) await patrol.route.merge(field.files[0]);
    field.value = "";
  });
};

patrol.route.show = (what) => {
  document.body.classList.toggle("map-shown", what === "map");
  for (const name of ["list", "map"]) document.getElementById(`show-${name}`).setAttribute("aria-pressed", name === what);
  if (what === "map") { patrol.map.invalidateSize({ animate: false }); patrol.map.fitBounds(patrol.home, { animate: false }); }
};

patrol.route.start = async () => {
  patrol.route.plan = patrol.json("route");
  const { plan } = patrol.route;
  patrol.records.open(plan.plan, plan.route);
  patrol.route.addAsks();
  patrol.startLanguage();
  patrol.startMap();
  if (/MicroMessenger/.test(navigator.userAgent)) patrol.warn("js.wechat");
  const { routes, basemap } = patrol.layers;
  routes.state = (stop) => { const state = patrol.records.state(stop.id); return state === "skipped" ? "skip" : state; };
  await Promise.all([basemap.ready, routes.ready]);
  patrol.home = routes.bounds(routes.routes).pad(0.08);
  patrol.map.fitBounds(patrol.home, { animate: false });
  patrol.map.on("click", (event) => {
    const pin = routes.hit(event, 24);
    if (pin) patrol.route.choose(pin.stop.id, true);
  });
  if (plan.stops.length) {
    document.querySelector(".stops").addEventListener("click", patrol.route.press);
    patrol.route.notes();
    patrol.route.refresh();
  }
  patrol.route.exporting();
  patrol.route.merging();
  patrol.route.menu();
  patrol.on("show-list", () => patrol.route.show("list"));
  patrol.on("show-map", () => patrol.route.show("map"));
  patrol.usable();
};
patrol.route.start();
