/* Switches of the hotspot page: what is drawn, and what the colours of cells mean. */
"use strict";
patrol.hot.switches = () => {
  const { map, layers } = patrol;
  for (const box of document.querySelectorAll("[data-layer]")) {
    const layer = box.dataset.layer === "names" ? layers.basemap.names : layers[box.dataset.layer];
    const key = document.querySelector(`[data-key="${box.dataset.layer}"]`);
    box.addEventListener("change", () => {
      if (box.checked) layer.addTo(map); else layer.remove();
      if (key) key.hidden = !box.checked;
    });
  }
  patrol.hot.alertSwitch();
  document.getElementById("layer-plain").addEventListener("change", (event) => {
    layers.cells.hidden = new Set(event.target.checked ? [] : ["plain"]);
    layers.cells.redraw();
  });
  for (const radio of document.querySelectorAll("[name=colour]")) {
    radio.addEventListener("change", () => patrol.hot.colour(radio.value));
  }
};

patrol.hot.alertSwitch = () => {
  const box = document.getElementById("layer-alerts");
  box?.addEventListener("change", () => {
    const { marks } = patrol.layers.cells;
    marks.alerts = box.checked;
    document.querySelector("[data-key=alerts]").hidden = !box.checked;
    marks.redraw();
  });
};

/* One meaning at a time: the legend, the ranking and the colours change together. */
patrol.hot.colour = (code) => {
  const { cells } = patrol.layers;
  cells.colouring = code;
  for (const part of document.querySelectorAll("[data-colour]")) part.hidden = part.dataset.colour !== code;
  document.getElementById("plain-choice").hidden = code !== "classes";
  cells.redraw();
  cells.marks.redraw();
  patrol.hot.rankCells();
};
