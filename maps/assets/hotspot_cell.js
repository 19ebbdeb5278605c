/* The card of a cell: what it is, what its neighbours say, who answers for it, what comes next. */
"use strict";
patrol.hot.joined = (parts) => {
  const line = document.createDocumentFragment();
  parts.filter((part) => part != null && part !== "").forEach((part, i) => line.append(...(i ? ["\u00a0· ", part] : [part])));
  return line.childNodes.length ? line : null;
};

patrol.hot.gradesOf = (cell) => patrol.hot.joined(patrol.GRADES.filter((grade) => cell[grade]).map((grade) => {
  const part = patrol.el("span", { class: "together" }, patrol.el("i", { class: `mark ${grade}`, "aria-hidden": "true" }), " ");
  part.append(patrol.hot.coded("grades", grade), ` ${cell[grade]}`);
  return part;
}));

patrol.hot.keepersOf = (cell) => patrol.hot.joined([
  cell.keeper && patrol.t("js.village_keeper", { name: cell.keeper }),
  cell.area_keeper && patrol.t("js.area_keeper", { name: cell.area_keeper }),
  cell.town_keeper && patrol.t("js.town_keeper", { name: cell.town_keeper }),
]);

/* What is measured here and around: a hot cell without a find says where the heat comes from. */
patrol.hot.neighboursOf = (cell) => {
  if (cell.near_finds == null) return null;
  const alone = cell.class.startsWith("hot") && !cell.finds;
  return patrol.el("p", { class: "said" }, patrol.t(alone ? "js.neighbours_hot" : "js.neighbours", cell));
};

patrol.hot.alertsOf = (cell) => cell.alerts.map(([month, kind, value, before, months, escalated]) => {
  const line = patrol.hot.joined([
    patrol.hot.coded("alerts", kind),
    before == null ? patrol.hot.percent(value) : patrol.t("js.alert_line", { value: patrol.hot.percent(value), before: patrol.hot.percent(before) }),
    months > 1 ? patrol.t("js.alert_months", { n: months }) : null,
    escalated ? patrol.el("b", {}, patrol.t("js.escalated")) : null,
  ]);
  return patrol.el("div", {}, patrol.el("dt", {}, patrol.t("js.alert", { month })), patrol.el("dd", {}, line));
});

patrol.hot.cellFigures = (cell) => {
  const number = (value, digits) => (value == null ? null : value.toFixed(digits));
  const { line } = patrol.hot;
  return [
    line("js.history", patrol.t("js.finds_of", { visits: cell.visits, finds: cell.finds })),
    cell.near_finds == null && line("js.near", String(cell.near_visits)),
    line("js.rate", cell.rate == null ? "–" : `${(100 * cell.rate).toFixed(1)}%`),
    line("js.z", number(cell.z, 2) ?? "–"),
    line("js.q", number(cell.q, 3) ?? "–"),
    cell.outlier && line("js.outlier", patrol.hot.coded("outliers", cell.outlier)),
    "trend" in patrol.layers.cells.looks && line("js.trend", cell.trend ? patrol.hot.coded("trends", cell.trend) : patrol.t("js.no_trend")),
    ...patrol.hot.alertsOf(cell),
    cell.expected_next != null && line("js.next", patrol.t(`js.next_line${patrol.json("next_per_visit") ? "_visits" : ""}`, { place: cell.next_place, expected: patrol.hot.expected(cell) })),
    line("js.days_since", cell.days_since == null ? patrol.t("js.never") : String(cell.days_since)),
    cell.overdue && line("js.overdue", String(cell.overdue)),
    line("js.grades_of_cell", patrol.hot.gradesOf(cell)),
    cell.enterprises != null && line("js.kinds_of_cell", patrol.t("js.kinds_line", cell)),
    line("js.mean_risk", cell.mean_score == null ? "–" : patrol.shown(cell.mean_score)),
    line("js.harm", number(cell.expected_harm, 2)),
    line("js.keepers", patrol.hot.keepersOf(cell)),
    patrol.json("beats")[cell.beat_id] && line("js.beat", patrol.both(...patrol.json("beats")[cell.beat_id])),
  ].filter(Boolean);
};

patrol.hot.cellCard = (cell) => {
  const { sites } = patrol.layers;
  const box = patrol.layers.cells.bounds(cell);
  const inside = [];
  for (let i = 0; i < sites.n; i++) {
    if (box.contains(sites.latlng(i)) && patrol.layers.cells.holds(cell, sites.latlng(i))) inside.push(i);
  }
  inside.sort((a, b) => sites.columns.score[b] - sites.columns.score[a]);
  patrol.hot.openCard("js.cell_card", {},
    patrol.el("div", { class: "headline" }, patrol.el("div", {},
      patrol.el("h3", {}, cell.place || cell.id),
      patrol.el("p", {}, cell.id, "\u00a0· ", patrol.el("em", { class: `class ${cell.class}` }, patrol.hot.coded("classes", cell.class))))),
    patrol.hot.neighboursOf(cell),
    patrol.el("dl", {}, ...patrol.hot.cellFigures(cell)),
    patrol.el("h4", {}, patrol.t("js.cell_sites", { n: inside.length })),
    patrol.el("ul", { class: "ranks" }, ...inside.slice(0, 30).map((i) => {
      const grade = patrol.GRADES[sites.columns.grade[i]];
      return patrol.el("li", {}, patrol.el("button", { type: "button", onclick: () => patrol.hot.showSite(i) },
        patrol.el("i", { class: `mark ${grade}`, "aria-hidden": "true" }),
        patrol.el("span", { class: "what" }, sites.names[i]),
        patrol.el("span", { class: "figure" }, patrol.shown(sites.columns.score[i]))));
    })));
};
