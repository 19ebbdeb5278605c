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

/* Unpacked when the first card is opened: with many places they are a large part of the page. */
patrol.hot.cards = async () => {
  patrol.hot.details ??= patrol.inflateJson("details");
  const { ids, full, sentences, columns } = await patrol.hot.details;
  return (i) => {
    const place = full ? full[i] : i;
    if (place < 0) return { id: ids[i], whole: false };
    const [address, status, last, result, visits, finds, open, planned, uncertainty, ...said] = columns.map((column) => column[place]);
    const [reasons, advice] = [said.slice(0, 4), said.slice(4)].map((parts) => patrol.hot.said(parts, sentences));
    return { id: ids[i], whole: true, address, status, last, result, visits, finds, open, planned, uncertainty, reasons, advice };
  };
};

/* Sentences of one place: figures go into the slots that the shared sentence has for them. */
patrol.hot.said = ([places, points, notes, figures], sentences) => places.map((place, k) => ({
  texts: sentences[place].map((text) => text.replace(/\x01(\d+)\x01/g, (_, slot) => figures[k][slot])),
  points: points[k],
  note: notes[k],
}));

patrol.hot.siteCard = async (i) => {
  const { sites } = patrol.layers;
  const card = (await patrol.hot.cards())(i);
  const grade = patrol.GRADES[sites.columns.grade[i]];
  const kind = Object.keys(patrol.codes.kinds)[sites.columns.kind[i]];
  const idle = kind === "idle_factory" ? " idle" : "";
  patrol.hot.openCard("js.card", {},
    patrol.el("div", { class: "headline" },
      patrol.el("i", { class: `mark big ${grade}${idle}`, "aria-hidden": "true" }),
      patrol.el("div", {},
        patrol.el("h3", {}, sites.names[i]),
        patrol.el("p", {}, patrol.hot.coded("kinds", kind), "\u00a0· ", patrol.villages[patrol.hot.villageOf(i)] || "–", "\u00a0· ", card.id)),
      patrol.el("p", { class: `score ${grade}` }, patrol.el("b", {}, patrol.shown(sites.columns.score[i])), patrol.hot.coded("grades", grade))),
    ...(card.whole ? patrol.hot.wholeCard(i, card) : patrol.hot.shortCard(i)));
};

/* Of a place whose whole card the page has no room for: what the map knows, and where the rest is. */
patrol.hot.shortCard = (i) => {
  const weeks = patrol.layers.sites.columns.week[i];
  const seen = weeks === patrol.hot.NEVER ? patrol.t("js.never") : patrol.t("js.weeks_ago", { n: weeks });
  return [
    patrol.el("dl", {},
      patrol.hot.line("js.last_visit", seen),
      patrol.hot.line("js.industry", patrol.json("industries")[patrol.hot.industryOf(i)])),
    patrol.el("p", { class: "said" }, patrol.t("js.short_card", { n: patrol.json("whole_cards").toLocaleString("en") })),
  ];
};

patrol.hot.visited = ({ last, result }) => {
  const visited = document.createDocumentFragment();
  if (last) visited.append(last, " ", result ? patrol.hot.coded("results", result) : patrol.t("js.stated")); else visited.append(patrol.t("js.never"));
  return visited;
};

patrol.hot.wholeCard = (i, card) => {
  const { visits, finds, open } = card;
  const unknown = ({ note }) => note === "unknown";
  return [
    patrol.el("dl", {},
      patrol.hot.line("js.planned", card.planned || patrol.t("js.not_planned")),
      patrol.hot.line("js.last_visit", patrol.hot.visited(card)),
      patrol.hot.line("js.history", patrol.t("js.finds_of", { visits, finds })),
      patrol.hot.line("js.open_findings_label", open ? patrol.t("js.open_findings", { n: open }) : patrol.t("js.no_open")),
      patrol.hot.line("js.address", card.address),
      patrol.hot.line("js.industry", patrol.json("industries")[patrol.hot.industryOf(i)]),
      patrol.hot.line("js.status", patrol.hot.coded("status", card.status)),
      patrol.hot.line("js.known", patrol.hot.known(card.uncertainty))),
    patrol.el("h4", {}, patrol.t("js.reasons")),
    ...(patrol.json("scale").chance ? [patrol.el("p", { class: "hint" }, patrol.t("js.chance_note"))] : []),
    patrol.el("ul", { class: "reasons" }, ...card.reasons.map(patrol.hot.reason)),
    ...patrol.hot.advice(card.advice.filter((one) => !unknown(one)), "js.advice"),
    ...patrol.hot.advice(card.advice.filter(unknown), "js.gaps"),
  ];
};

/* What would lower the score, or what nobody knows; a sentence about the colour has no points. */
patrol.hot.advice = (listed, key) => listed.length === 0 ? [] : [
  patrol.el("h4", {}, patrol.t(key)),
  patrol.el("ul", { class: "reasons" }, ...listed.map(({ texts, points, note }) => points && note !== "unknown"
    ? patrol.hot.reason({ texts, points, note: "" })
    : patrol.el("li", {}, patrol.el("span", {}, patrol.both(...texts)))))];

patrol.hot.known = (uncertainty) => {
  const known = Math.round(100 * (1 - uncertainty));
  const line = patrol.el("span", { class: "known" },
    patrol.el("meter", { min: 0, max: 100, value: known, "aria-label": `${known}%` }), `${known}%`);
  if (known < 40) line.append(patrol.el("small", {}, patrol.t("js.unknown_note")));
  return line;
};

/* Points of a card; under a learned model the factor on the odds; nothing where there is none. */
patrol.hot.weight = (points) => {
  if (patrol.json("scale").chance) return points == null ? "" : `×${points.toFixed(2)}`;
  if (points === 0) return "";
  return patrol.t("js.points", { points: points > 0 ? `+${points}` : points });
};

patrol.hot.reason = ({ texts, points, note }) =>
  patrol.el("li", {},
    patrol.el("span", { class: "points" }, patrol.hot.weight(points)),
    patrol.el("span", {}, patrol.both(...texts), note ? patrol.el("small", {}, note) : null));

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
