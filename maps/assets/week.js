/* The week page: days and teams switch routes, lists and timeline together. */
"use strict";
patrol.week = { day: "", teams: new Set() };

patrol.week.shows = (item) =>
  (!patrol.week.day || item.day === patrol.week.day) && patrol.week.teams.has(item.team);

/* Where the routes shown stop and start. */
patrol.marked = () => patrol.layers.routes.routes.filter(patrol.week.shows)
  .flatMap((route) => [...route.stops.map((stop) => [stop.lat, stop.lon]), [route.base[1], route.base[0]]]);

patrol.week.refresh = (fit) => {
  const { routes } = patrol.layers;
  for (const button of document.querySelectorAll("button[data-day]")) {
    button.setAttribute("aria-pressed", button.dataset.day === patrol.week.day);
  }
  for (const button of document.querySelectorAll("button[data-team]")) {
    button.setAttribute("aria-pressed", patrol.week.teams.has(button.dataset.team));
  }
  for (const item of document.querySelectorAll(".teamday, .lane[data-day]")) {
    item.hidden = !patrol.week.shows(item.dataset);
    if (!item.hidden) patrol.lists.fill(item);
  }
  patrol.lists.scale(patrol.lists.held.routes.filter(patrol.week.shows));
  routes.shows = patrol.week.shows;
  routes.focus = null;
  const shown = routes.routes.filter(patrol.week.shows);
  document.getElementById("busy").hidden = shown.length <= routes.options.calm;
  patrol.home = routes.bounds(shown.length ? shown : routes.routes).pad(0.06);
  if (fit) patrol.fit(patrol.home);
  routes.redraw();
};

/* Show one stop on the map and in the list. */
patrol.week.choose = (site, key, scroll) => {
  const { routes } = patrol.layers;
  const route = routes.routes.find((one) => one.key === key);
  const stop = route?.stops.find((one) => one.id === site);
  if (!stop) return;
  routes.focus = key;
  routes.chosen = site;
  for (const button of document.querySelectorAll("button.stop")) {
    const is = button.dataset.stop === site && button.dataset.route === key;
    button.setAttribute("aria-current", is);
    if (is && scroll) button.scrollIntoView({ block: "nearest" });
  }
  const here = L.latLng(stop.lat, stop.lon);
  if (!scroll || !patrol.map.getBounds().pad(-0.1).contains(here)) patrol.map.panTo(here);
  routes.redraw();
};

patrol.week.controls = () => {
  for (const button of document.querySelectorAll("button[data-day]")) {
    button.addEventListener("click", () => { patrol.week.day = button.dataset.day; patrol.week.refresh(true); });
  }
  for (const button of document.querySelectorAll("button[data-team]")) {
    button.addEventListener("click", () => {
      const { teams } = patrol.week;
      const { team } = button.dataset;
      if (teams.has(team)) teams.delete(team); else teams.add(team);
      patrol.week.refresh(false);
    });
  }
  document.querySelector(".lists").addEventListener("click", (event) => {
    const stop = event.target.closest("button.stop");
    if (stop) patrol.week.choose(stop.dataset.stop, stop.dataset.route, false);
  });
  document.querySelector(".gantt").addEventListener("click", (event) => {
    const bar = event.target.closest("[data-bar]");
    if (bar) patrol.week.choose(bar.dataset.bar, bar.dataset.route, true);
  });
  document.getElementById("show-left-out").addEventListener("change", (event) => {
    patrol.layers.routes.leftOut.shown = event.target.checked;
    patrol.layers.routes.leftOut.redraw();
  });
  for (const id of ["reason", "only-musts"]) document.getElementById(id)?.addEventListener("change", patrol.week.filter);
};

/* Rows of the sites left out that pass both filters. */
patrol.week.filter = () => {
  patrol.lists.rest();
  const reason = document.getElementById("reason").value;
  const musts = document.getElementById("only-musts")?.checked;
  let shown = 0;
  for (const row of document.querySelectorAll("tr[data-reason]")) {
    row.hidden = Boolean((reason && row.dataset.reason !== reason) || (musts && row.dataset.must !== ""));
    if (!row.hidden) shown++;
  }
  document.getElementById("left-out-count").textContent = shown;
};

patrol.week.clicks = () => {
  const { routes } = patrol.layers;
  patrol.map.on("click", (event) => {
    const pin = routes.hit(event, 22);
    if (pin) return patrol.week.choose(pin.stop.id, pin.route.key, true);
    const mark = routes.leftOut.hit(event, 12);
    if (mark) return patrol.week.showRow(mark.id);
    routes.focus = routes.chosen = null;
    return routes.redraw();
  });
};

patrol.week.showRow = (site) => {
  patrol.lists.rest();
  const row = [...document.querySelectorAll("tr[data-site]")].find((one) => one.dataset.site === site);
  if (!row) return;
  row.hidden = false;
  row.scrollIntoView({ block: "center" });
  row.classList.add("flash");
  setTimeout(() => row.classList.remove("flash"), 2500);
};

/* Paper shows what is chosen: one team on one day is one sheet, all of it is the whole week with its lists. */
patrol.week.printing = () => {
  window.addEventListener("beforeprint", () => {
    const { routes } = patrol.lists.held;
    const all = routes.every(patrol.week.shows);
    document.body.dataset.printed = all ? "all" : routes.filter(patrol.week.shows).length > 1 ? "some" : "one";
    routes.filter((route) => route.stops.length).forEach((route, place) => {
      for (const line of document.querySelectorAll(`.sketch use[href="#line-${place}"]`)) line.style.display = patrol.week.shows(route) ? "" : "none";
    });
    if (all) patrol.lists.rest();
    if (all) patrol.week.tellDifferences();
    document.getElementById("printed").replaceChildren(patrol.both(...[0, 1].map(patrol.week.printed)));
  });
};

/* What paper shows, in one language: its days and teams. */
patrol.week.printed = (lang) => {
  const days = [...document.querySelectorAll("button[data-day][aria-pressed=true]")].map((button) => button.dataset.day).filter(Boolean);
  const day = days.length ? days[0] : patrol.word("js.whole_week")[lang];
  const names = [...document.querySelectorAll("button[data-team]")].filter((button) => patrol.week.teams.has(button.dataset.team)).map((button) => button.textContent);
  const teams = names.length === document.querySelectorAll("button[data-team]").length ? patrol.word("js.all_teams")[lang] : names.join(lang ? ", " : "、");
  return patrol.word("js.printed", { what: `${day} · ${teams}` })[lang];
};

/* What changed against other plans is written when somebody looks. */
patrol.week.tellDifferences = (only) => {
  for (const part of document.querySelectorAll("[data-difference]")) {
    const list = part.querySelector("ul");
    if (list.children.length || (only && part !== only)) continue;
    const lines = patrol.json("differences")[part.dataset.difference].filter(([kind]) => kind === part.dataset.kind);
    list.append(...lines.map(([, , zh, en]) => patrol.el("li", {}, patrol.both(zh, en))));
  }
};
patrol.week.differences = () => {
  for (const part of document.querySelectorAll("[data-difference]")) {
    part.addEventListener("toggle", () => { if (part.open) patrol.week.tellDifferences(part); });
    if (part.open) patrol.week.tellDifferences(part);
  }
};

patrol.week.start = async () => {
  patrol.week.printing();
  patrol.week.day = document.querySelector("button[data-day][aria-pressed=true]")?.dataset.day || "";
  const changes = patrol.held.changes;
  if (changes) patrol.changes.open(changes);
  patrol.lists.build(patrol.json("week"), patrol.week.day);
  patrol.startLanguage();
  if (changes) { patrol.menus.start(); patrol.pending.start(); }
  patrol.startMap();
  await Promise.all([patrol.layers.basemap.ready, patrol.layers.routes.ready]);
  for (const button of document.querySelectorAll("button[data-team]")) patrol.week.teams.add(button.dataset.team);
  patrol.week.controls();
  patrol.week.clicks();
  patrol.week.differences();
  patrol.week.refresh(true);
  patrol.usable();
  setTimeout(patrol.lists.rest);
};
patrol.week.start();
