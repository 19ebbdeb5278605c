/* Cards of the hotspot page: one site, several at one spot, one cell. */
"use strict";
patrol.hot.openCard = (key, figures, ...content) => {
  const card = document.getElementById("card");
  document.getElementById("ranking").hidden = true;
  card.replaceChildren(
    patrol.el("div", { class: "card-top" },
      patrol.el("h2", {}, patrol.t(key, figures)),
      patrol.el("button", { type: "button", class: "tool", onclick: patrol.hot.closeCard }, patrol.t("js.back_to_list"))),
    ...content.filter((part) => part != null));
  card.hidden = false;
  card.focus({ preventScroll: matchMedia("(min-width: 900px)").matches });
};

patrol.hot.closeCard = () => {
  document.getElementById("card").hidden = true;
  document.getElementById("ranking").hidden = false;
  const { cells, sites } = patrol.layers;
  cells.selected = null;
  sites.selected = null;
  cells.redraw();
  sites.redraw();
};

patrol.hot.line = (key, value) =>
  value == null || value === "" ? null : patrol.el("div", {}, patrol.el("dt", {}, patrol.t(key)), patrol.el("dd", {}, value));

patrol.hot.coded = (list, code) => {
  const pair = patrol.codes[list][code];
  return pair ? patrol.both(...pair) : document.createTextNode(code || "");
};

/* Unpacked when the first card is opened: of a whole province they are most of the page. */
patrol.hot.cards = async () => {
  patrol.hot.details ??= patrol.inflateJson("details");
  const { columns } = await patrol.hot.details;
  return (i) => {
    const [id, address, status, last, result, visits, finds, open, planned, uncertainty, reasons, advice] = columns.map((column) => column[i]);
    return { id, address, status, last, result, visits, finds, open, planned, uncertainty, reasons, advice };
  };
};

patrol.hot.siteCard = async (i) => {
  const { sites } = patrol.layers;
  const { id, address, status, last, result, visits, finds, open, planned, uncertainty, reasons, advice } = (await patrol.hot.cards())(i);
  const { sentences } = await patrol.hot.details;
  const grade = patrol.GRADES[sites.columns.grade[i]];
  const kind = Object.keys(patrol.codes.kinds)[sites.columns.kind[i]];
  const idle = kind === "idle_factory" ? " idle" : "";
  const visited = document.createDocumentFragment();
  if (last) visited.append(last, " ", result ? patrol.hot.coded("results", result) : patrol.t("js.stated")); else visited.append(patrol.t("js.never"));
  patrol.hot.openCard("js.card", {},
    patrol.el("div", { class: "headline" },
      patrol.el("i", { class: `mark big ${grade}${idle}`, "aria-hidden": "true" }),
      patrol.el("div", {},
        patrol.el("h3", {}, sites.names[i]),
        patrol.el("p", {}, patrol.hot.coded("kinds", kind), " · ", patrol.villages[patrol.hot.villageOf(i)] || "–", " · ", id)),
      patrol.el("p", { class: `score ${grade}` }, patrol.el("b", {}, patrol.shown(sites.columns.score[i])), patrol.hot.coded("grades", grade))),
    patrol.el("dl", {},
      patrol.hot.line("js.planned", planned || patrol.t("js.not_planned")),
      patrol.hot.line("js.last_visit", visited),
      patrol.hot.line("js.history", patrol.t("js.finds_of", { visits, finds })),
      patrol.hot.line("js.open_findings_label", open ? patrol.t("js.open_findings", { n: open }) : patrol.t("js.no_open")),
      patrol.hot.line("js.address", address),
      patrol.hot.line("js.industry", patrol.json("industries")[patrol.hot.industryOf(i)]),
      patrol.hot.line("js.status", patrol.hot.coded("status", status)),
      patrol.hot.line("js.known", patrol.hot.known(uncertainty))),
    patrol.el("h4", {}, patrol.t("js.reasons")),
    ...(patrol.json("scale").chance ? [patrol.el("p", { class: "hint" }, patrol.t("js.chance_note"))] : []),
    patrol.el("ul", { class: "reasons" }, ...reasons.map((reason) => patrol.hot.reason(reason, sentences))),
    ...patrol.hot.advice(advice.filter(([, , code]) => code !== "unknown"), "js.advice", sentences),
    ...patrol.hot.advice(advice.filter(([, , code]) => code === "unknown"), "js.gaps", sentences));
};

/* What would lower the score, or what nobody knows; a sentence about the colour has no points. */
patrol.hot.advice = (listed, key, sentences) => listed.length === 0 ? [] : [
  patrol.el("h4", {}, patrol.t(key)),
  patrol.el("ul", { class: "reasons" }, ...listed.map(([place, points, code]) => points && code !== "unknown"
    ? patrol.hot.reason([place, points, ""], sentences)
    : patrol.el("li", {}, patrol.el("span", {}, patrol.both(...sentences[place])))))];

patrol.hot.known = (uncertainty) => {
  const known = Math.round(100 * (1 - uncertainty));
  const line = patrol.el("span", { class: "known" },
    patrol.el("meter", { min: 0, max: 100, value: known, "aria-label": `${known}%` }), `${known}%`);
  if (known < 40) line.append(patrol.el("small", {}, patrol.t("js.unknown_note")));
  return line;
};

/* Points of a card; under a learned model the factor on the odds, nothing where there is none. */
patrol.hot.weight = (points) => {
  if (patrol.json("scale").chance) return points == null ? "" : `×${points.toFixed(2)}`;
  return patrol.t("js.points", { points: points > 0 ? `+${points}` : points });
};

patrol.hot.reason = ([place, points, evidence], sentences) =>
  patrol.el("li", {},
    patrol.el("span", { class: "points" }, patrol.hot.weight(points)),
    patrol.el("span", {}, patrol.both(...sentences[place]), evidence ? patrol.el("small", {}, evidence) : null));

patrol.hot.chooser = (found) => {
  const { sites } = patrol.layers;
  patrol.hot.openCard("js.several", { n: found.length },
    patrol.el("ul", { class: "ranks" }, ...found.map((i) => {
      const grade = patrol.GRADES[sites.columns.grade[i]];
      return patrol.el("li", {}, patrol.el("button", { type: "button", onclick: () => patrol.hot.showSite(i, false) },
        patrol.el("i", { class: `mark ${grade}`, "aria-hidden": "true" }),
        patrol.el("span", { class: "what" }, sites.names[i]),
        patrol.el("span", { class: "figure" }, patrol.shown(sites.columns.score[i]))));
    })));
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.getElementById("card").hidden) patrol.hot.closeCard();
});
patrol.hot.start();
