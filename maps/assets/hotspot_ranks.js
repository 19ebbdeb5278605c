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

patrol.hot.days = (days) => (days == null ? [patrol.t("js.never")] : [String(days)]);

/* Reports in the period, or the share of visits that find something. */
patrol.hot.expected = ({ expected_next: expected }) => {
  if (expected == null) return "–";
  return patrol.json("next_per_visit") ? patrol.hot.percent(expected) : expected.toFixed(2);
};

/* For each meaning of the colours: who comes first, and which figure shows it. */
patrol.hot.orders = {
  classes: { key: null, figure: (cell) => patrol.hot.zBar(cell.z) },
  next: {
    key: (cell) => cell.next_place ?? Infinity,
    figure: (cell) => [patrol.hot.expected(cell)],
  },
  coverage: {
    key: (cell) => (cell.days_since == null ? -Infinity : -cell.days_since),
    figure: (cell) => patrol.hot.days(cell.days_since),
  },
  trend: {
    key: (cell) => (cell.trend ? Object.keys(patrol.codes.trends).indexOf(cell.trend) : Infinity),
    figure: (cell) => [patrol.hot.percent(cell.rate)],
  },
};

patrol.hot.chips = (cell) => [
  patrol.el("em", { class: `class ${cell.class}` }, patrol.hot.coded("classes", cell.class)),
  cell.trend && patrol.el("em", { class: "class" }, patrol.hot.coded("trends", cell.trend)),
  cell.alert_months > 1 && patrol.el("em", { class: "class alert" }, patrol.t("js.alert_months", { n: cell.alert_months })),
].filter(Boolean).flatMap((chip) => [" ", chip]);

patrol.hot.rankedCell = (cell, place) => patrol.hot.ranked(
  () => patrol.hot.showCell(cell), place,
  [patrol.el("b", {}, cell.place || cell.id), ...patrol.hot.chips(cell)],
  [cell.class.startsWith("hot") && !cell.finds && cell.near_finds
    ? patrol.t("js.neighbours_hot", cell)
    : patrol.t("js.cell_line", { ...cell, rate: patrol.hot.percent(cell.rate) })],
  patrol.hot.orders[patrol.layers.cells.colouring].figure(cell));

/* The cells in the order of what is coloured; equal ones stay by significance. */
patrol.hot.rankCells = () => {
  const { cells, colouring } = patrol.layers.cells;
  const { key } = patrol.hot.orders[colouring];
  const listed = key ? [...cells].sort((a, b) => key(a) - key(b) || 0) : cells;
  document.querySelector("#list-cells .ranks").replaceChildren(
    ...listed.slice(0, patrol.json("ranking").cells).map(patrol.hot.rankedCell));
};

patrol.hot.rankedVillage = (village, place) => patrol.hot.ranked(
  () => {
    document.getElementById("village").value = String(place);
    patrol.hot.refresh();
    patrol.hot.showVillage(place);
  }, place,
  [patrol.el("b", {}, village.name || "–")],
  [patrol.t("js.village_line", { ...village, rate: patrol.hot.percent(village.visits ? village.finds / village.visits : null) })],
  [String(village.high), patrol.el("small", {}, patrol.shown(village.mean_score))]);

patrol.hot.rank = ({ villages }) => {
  patrol.hot.rankCells();
  document.querySelector("#list-villages .ranks").append(...villages.map(patrol.hot.rankedVillage));
};
