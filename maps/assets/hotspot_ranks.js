/* The rankings of the hotspot page: cells by class and z, villages by red and orange places. */
"use strict";
patrol.hot.ranked = (act, place, name, about, figure) =>
  patrol.el("li", {}, patrol.el("button", { type: "button", onclick: act },
    patrol.el("span", { class: "rank" }, String(place + 1)),
    patrol.el("span", { class: "what" }, ...name, patrol.el("small", {}, ...about)),
    patrol.el("span", { class: "figure" }, ...figure)));

patrol.hot.percent = (share) => (share == null ? "–" : `${(100 * share).toFixed(0)}%`);

/* A bar from the middle, as long as z is large: the order of the list can be seen. */
patrol.hot.zBar = (z) => {
  if (z == null) return ["–"];
  const bar = patrol.el("i", { class: z < 0 ? "zbar cool" : "zbar", "aria-hidden": "true" });
  bar.style.width = `${Math.min(100, 20 * Math.abs(z))}%`;
  return [z.toFixed(2), bar];
};

patrol.hot.rankedCell = (cell, place) => patrol.hot.ranked(
  () => patrol.hot.showCell(cell), place,
  [patrol.el("b", {}, cell.place || cell.id), " ",
    patrol.el("em", { class: `class ${cell.class}` }, patrol.hot.coded("classes", cell.class))],
  [patrol.t("js.cell_line", { ...cell, rate: patrol.hot.percent(cell.rate) })],
  patrol.hot.zBar(cell.z));

patrol.hot.rankedVillage = (village, place) => patrol.hot.ranked(
  () => {
    document.getElementById("village").value = String(place);
    patrol.hot.refresh();
    patrol.hot.showVillage(place);
  }, place,
  [patrol.el("b", {}, village.name || "–")],
  [patrol.t("js.village_line", { ...village, rate: patrol.hot.percent(village.visits ? village.finds / village.visits : null) })],
  [String(village.high), patrol.el("small", {}, patrol.shown(village.mean_score))]);

patrol.hot.rank = ({ villages, cells }) => {
  document.querySelector("#list-cells .ranks").append(...patrol.layers.cells.cells.slice(0, cells).map(patrol.hot.rankedCell));
  document.querySelector("#list-villages .ranks").append(...villages.map(patrol.hot.rankedVillage));
};
