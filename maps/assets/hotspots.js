/* The hotspot page: what a click or a name opens, the lists beside the map, and the start. */
"use strict";
patrol.hot = {};

patrol.hot.showVillage = (village) => {
  const { sites } = patrol.layers;
  const box = L.latLngBounds([]);
  for (let i = 0; i < sites.n; i++) if (patrol.hot.villageOf(i) === village) box.extend(sites.latlng(i));
  if (box.isValid()) patrol.map.fitBounds(box.pad(0.3), { maxZoom: 16, animate: false });
};

/* Open a site: what hides it is switched off, the map goes there, its card opens. */
patrol.hot.showSite = (i, move = true) => {
  const { sites } = patrol.layers;
  patrol.hot.reveal(i);
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

patrol.hot.start = async () => {
  patrol.codes = patrol.json("codes");
  patrol.villages = patrol.json("villages");
  patrol.startLanguage();
  patrol.startMap();
  const { basemap, cells, sites } = patrol.layers;
  await Promise.all([basemap.ready, cells.ready, sites.ready]);  // the others are off at first
  patrol.hot.rank(patrol.json("ranking"));
  patrol.hot.times();
  patrol.hot.refresh();
  patrol.hot.filters();
  patrol.hot.switches();
  patrol.hot.selection();
  patrol.hot.tabs();
  patrol.hot.search();
  patrol.hot.clicks();
  patrol.hot.permalink();
  patrol.usable();
};
