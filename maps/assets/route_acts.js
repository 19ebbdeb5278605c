/* What the buttons of a stop do: arrived, done, skipped, undone, and what is typed beside them. */
"use strict";
patrol.route.ask = (item, name) => {
  for (const panel of item.querySelectorAll(".ask")) {
    const is = panel.classList.contains(name) && panel.hidden;
    panel.hidden = !is;
    const act = panel.classList.contains("results") ? "finish" : "skip";
    item.querySelector(`[data-act=${act}]`).setAttribute("aria-expanded", is);
  }
};

/* What is the same at every stop is written once in the page and copied: fields, buttons, answers. */
patrol.route.addEntries = () => {
  const copy = (id) => document.getElementById(id).content.cloneNode(true);
  for (const item of document.querySelectorAll("li.stop")) {
    item.querySelector(".body").append(copy("entries"));
    item.querySelector(".dock").prepend(copy(item.dataset.asks || "asks"));
    item.querySelector(".body").after(copy("undo"));
    if (item.dataset.asks) item.querySelector(".today").remove();
    for (const known of item.querySelectorAll("[data-known]")) known.append(copy("recheck"));
  }
};

patrol.route.close = (item) => {
  for (const panel of item.querySelectorAll(".ask")) panel.hidden = true;
  for (const button of item.querySelectorAll(".acts [aria-expanded]")) button.setAttribute("aria-expanded", false);
};

/* After a stop is dealt with the next one gets the focus. */
patrol.route.settle = (item, change, words) => {
  const { site } = item.dataset;
  patrol.records.change(site, { ...change, undone: false });
  patrol.route.close(item);
  patrol.route.refresh();
  patrol.route.toast(words);
  document.querySelector(".is-next h3")?.focus();
};

patrol.route.acts = {
  navigate: (item) => patrol.navigation.open(item.dataset.site),
  arrive: (item) => {
    const record = patrol.records.of(item.dataset.site);
    patrol.records.change(item.dataset.site, { arrived_at: record.arrived_at ? null : patrol.now().toISOString() });
    patrol.route.refresh();
  },
  finish: (item) => patrol.route.ask(item, "results"),
  skip: (item) => patrol.route.ask(item, "skips"),
  undo: (item) => {
    patrol.records.change(item.dataset.site, { result: null, skip: null, done_at: null, undone: true });
    patrol.route.refresh();
    patrol.route.toast(patrol.t("js.undone"));
    item.querySelector("h3").focus();
  },
  find: (item) => patrol.findings.open(item.dataset.site),
};

/* Who has written down a hazard cannot have found nothing, nor not have been there. */
patrol.route.contradicts = (item, result) => {
  const { findings = [], rechecked = [] } = patrol.records.of(item.dataset.site);
  const isGone = result === "skipped" && rechecked.length > 0;
  if (!isGone && !(findings.length && ["clean", "skipped"].includes(result))) return false;
  patrol.route.close(item);
  patrol.route.toast(findings.length ? patrol.t("js.has_findings", { n: findings.length }) : patrol.t("js.has_rechecks"));
  return true;
};

patrol.route.record = (item, result, isSure = false) => {
  if (patrol.route.contradicts(item, result)) return;
  const doubt = isSure ? null : patrol.doubts.about(item, result);
  if (doubt) { patrol.doubts.ask(item, doubt); return; }
  const words = patrol.word("js.saved", { what: patrol.say(patrol.route.plan.results[result]) });
  patrol.route.settle(item, { result, skip: null, done_at: patrol.now().toISOString() }, patrol.say(words));
  const { findings, ...rest } = patrol.records.of(item.dataset.site);
  const isUntold = patrol.doubts.FINDS.includes(result) && !findings?.length && !patrol.doubts.held(rest);
  if (isUntold) patrol.findings.open(item.dataset.site);
};

patrol.route.leaveOut = (item, skip) => {
  if (patrol.route.contradicts(item, "skipped")) return;
  const words = patrol.word("js.skipped", { what: patrol.say(patrol.word(`js.skip_${skip}`)) });
  patrol.route.settle(item, { skip, result: null, done_at: patrol.now().toISOString() }, patrol.say(words));
};

patrol.route.press = (event) => {
  const button = event.target.closest("button");
  const item = event.target.closest("li.stop");
  if (!item) return;
  if (!button) {
    if (event.target.closest(".head")) patrol.route.unfold(item);
    return;
  }
  const { act, result, skip, finding, recheck } = button.dataset;
  if (act) patrol.route.acts[act](item);
  if (result) patrol.route.record(item, result);
  if (skip) patrol.route.leaveOut(item, skip);
  if (finding) patrol.findings.open(item.dataset.site, finding);
  if (recheck) patrol.rechecks.press(item, button);
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

/* Typed texts are kept while they are typed, and at the latest when the page goes away. */
patrol.route.notes = () => {
  const timers = new Map();
  const saveNote = (item) => {
    clearTimeout(timers.get(item));
    timers.delete(item);
    const note = item.querySelector("[data-note]").value;
    if (note === (patrol.records.of(item.dataset.site).note || "")) return;
    patrol.records.change(item.dataset.site, { note });
    patrol.route.refresh();
  };
  for (const item of document.querySelectorAll("li.stop")) {
    item.querySelector("[data-note]").addEventListener("input", () => {
      clearTimeout(timers.get(item));
      timers.set(item, setTimeout(() => saveNote(item), 300));
    });
    item.addEventListener("change", ({ target }) => {
      const { site } = item.dataset;
      if (target.matches("[data-photos]")) patrol.records.change(site, { photos: patrol.route.photos(target) });
      else if (target.matches("[data-recheck-note]")) patrol.rechecks.note(item, target);
      else if (!target.matches("[data-check]")) return;
      else patrol.records.change(site, { checks: [...item.querySelectorAll("[data-check]:checked")].map((box) => Number(box.dataset.check)) });
      patrol.route.refresh();
    });
  }
  window.addEventListener("pagehide", () => { for (const item of [...timers.keys()]) saveNote(item); });
};
