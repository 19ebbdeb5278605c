/* The hotspot page: filters, search, layers, ranking, and what a click opens. */
"use strict";
patrol.hot = {
  grades: () => new Set([...document.querySelectorAll("[name=grade]:checked")].map((box) => box.value)),
  kind: () => document.getElementById("kind").value,
  village: () => document.getElementById("village").value,
  villageOf: (i) => patrol.layers.sites.columns.village[i] + 256 * patrol.layers.sites.columns.village_high[i],
};

/* Whether a site passes the filters; counts ignore the grade filter they stand beside. */
patrol.hot.passes = (i) => {
  const { columns } = patrol.layers.sites;
  const kind = patrol.hot.kind(), village = patrol.hot.village();
  if (kind && Object.keys(patrol.codes.kinds)[columns.kind[i]] !== kind) return false;
  return !village || patrol.hot.villageOf(i) === Number(village);
};

patrol.hot.refresh = () => {
  const { sites } = patrol.layers;
  const grades = patrol.hot.grades();
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < sites.n; i++) if (patrol.hot.passes(i)) counts[sites.columns.grade[i]]++;
  patrol.GRADES.forEach((grade, place) => {
    document.querySelector(`[data-count=${grade}]`).textContent = counts[place].toLocaleString("en");
  });
  sites.filter((i) => grades.has(patrol.GRADES[sites.columns.grade[i]]) && patrol.hot.passes(i));
};

patrol.hot.toggles = () => {
  const { map, layers } = patrol;
  patrol.hot.switches();
  for (const box of document.querySelectorAll("[name=grade], #kind, #village")) {
    box.addEventListener("change", patrol.hot.refresh);
  }
  document.getElementById("village").addEventListener("change", (event) => {
    if (event.target.value) patrol.hot.showVillage(Number(event.target.value));
  });
  const note = () => { document.getElementById("dots-note").hidden = map.getZoom() >= layers.sites.options.fromZoom; };
  map.on("zoomend", note);
  note();
};

patrol.hot.showVillage = (village) => {
  const { sites } = patrol.layers;
  const box = L.latLngBounds([]);
  for (let i = 0; i < sites.n; i++) if (patrol.hot.villageOf(i) === village) box.extend(sites.latlng(i));
  if (box.isValid()) patrol.map.fitBounds(box.pad(0.3), { maxZoom: 16, animate: false });
};

/* Open a site: its grade is switched on, the map goes there, its card opens. */
patrol.hot.showSite = (i, move = true) => {
  const { sites } = patrol.layers;
  const grade = patrol.GRADES[sites.columns.grade[i]];
  const box = document.querySelector(`[name=grade][value=${grade}]`);
  if (!patrol.hot.passes(i)) for (const id of ["kind", "village"]) document.getElementById(id).value = "";
  box.checked = true;
  document.querySelector("[data-layer=sites]").checked = true;
  sites.addTo(patrol.map);
  sites.selected = i;
  patrol.hot.refresh();
  if (move) patrol.go(patrol.map, sites.latlng(i), Math.max(16, patrol.map.getZoom()));
  patrol.hot.siteCard(i);
};

patrol.hot.showCell = (cell, move = true) => {
  const { cells } = patrol.layers;
  cells.selected = cell;
  cells.redraw();
  if (move) patrol.map.fitBounds(cells.bounds(cell).pad(0.8), { maxZoom: 16, animate: false });
  patrol.hot.cellCard(cell);
};

patrol.hot.clicks = () => {
  patrol.map.on("click", (event) => {
    const found = patrol.layers.sites.near(event.latlng, 14);
    if (found.length > 1) patrol.hot.chooser(found);
    else if (found.length) patrol.hot.showSite(found[0], false);
    else {
      const cell = patrol.map.hasLayer(patrol.layers.cells) && patrol.layers.cells.at(event.latlng);
      if (cell) patrol.hot.showCell(cell, false); else patrol.hot.closeCard();
    }
  });
};

patrol.hot.tabs = () => {
  const tabs = [...document.querySelectorAll("[role=tab]")];
  const choose = (tab) => {
    for (const one of tabs) {
      one.setAttribute("aria-selected", one === tab);
      one.tabIndex = one === tab ? 0 : -1;
      document.getElementById(one.getAttribute("aria-controls")).hidden = one !== tab;
    }
  };
  tabs.forEach((tab, place) => {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", (event) => {
      if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
      const other = tabs[(place + 1) % tabs.length];
      choose(other);
      other.focus();
    });
  });
};

patrol.hot.search = () => {
  const field = document.getElementById("find");
  const list = document.getElementById("hits");
  const close = () => { list.hidden = true; field.setAttribute("aria-expanded", "false"); field.removeAttribute("aria-activedescendant"); };
  let active = -1;
  const choose = (i) => { close(); patrol.hot.showSite(i); };
  const hits = () => {
    const wanted = field.value.trim().toLowerCase();
    list.replaceChildren();
    active = -1;
    if (!wanted) return close();
    const { sites } = patrol.layers;
    const found = [];
    for (let i = 0; i < sites.n && found.length < 8; i++) {
      if (sites.names[i].toLowerCase().includes(wanted)) found.push(i);
    }
    found.sort((a, b) => sites.columns.grade[a] - sites.columns.grade[b]);
    for (const i of found) list.append(patrol.hot.hit(i, choose));
    if (!found.length) list.append(patrol.el("li", { class: "empty", role: "option", "aria-disabled": "true" }, patrol.t("js.no_hit")));
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    return undefined;
  };
  field.addEventListener("input", hits);
  field.addEventListener("keydown", (event) => {
    const options = [...list.querySelectorAll("[data-site]")];
    if (event.key === "Escape") close();
    if (event.key === "Enter" && options.length) choose(Number(options[Math.max(0, active)].dataset.site));
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || !options.length) return;
    event.preventDefault();
    active = (active + (event.key === "ArrowDown" ? 1 : options.length - 1) + (active < 0 && event.key === "ArrowUp" ? 1 : 0)) % options.length;
    options.forEach((option, place) => option.setAttribute("aria-selected", place === active));
    field.setAttribute("aria-activedescendant", options[active].id);
  });
};

patrol.hot.hit = (i, choose) => {
  const { sites } = patrol.layers;
  const grade = patrol.GRADES[sites.columns.grade[i]];
  return patrol.el("li", {
    role: "option", id: `hit-${i}`, "data-site": i, "aria-selected": "false",
    onclick: () => choose(i),
  }, patrol.el("i", { class: `mark ${grade}`, "aria-hidden": "true" }), patrol.el("span", {}, sites.names[i]),
  patrol.el("small", {}, patrol.villages[patrol.hot.villageOf(i)] || ""));
};

/* The view in the address, so that a link reopens it. */
patrol.hot.permalink = () => {
  const { map } = patrol;
  const parts = location.hash.slice(1).split("/").map(Number);
  if (parts.length === 3 && parts.every(Number.isFinite)) map.setView([parts[1], parts[2]], parts[0]);
  map.on("moveend", () => {
    const { lat, lng } = map.getCenter();
    history.replaceState(null, "", `#${map.getZoom()}/${lat.toFixed(5)}/${lng.toFixed(5)}`);
  });
};

patrol.hot.start = async () => {
  patrol.codes = patrol.json("codes");
  patrol.villages = patrol.json("villages");
  patrol.startLanguage();
  patrol.startMap();
  const { basemap, cells, sites } = patrol.layers;
  await Promise.all([basemap.ready, cells.ready, sites.ready]);  // the others are off at first
  patrol.hot.details = patrol.inflateJson("details");
  patrol.hot.rank(patrol.json("ranking"));
  patrol.hot.refresh();
  patrol.hot.toggles();
  patrol.hot.tabs();
  patrol.hot.search();
  patrol.hot.clicks();
  patrol.hot.permalink();
  patrol.usable();
};
