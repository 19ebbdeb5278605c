/* The lists of the week page: stops by team and day, bars of time, sites left out. */
"use strict";
patrol.lists = { held: null };

patrol.lists.coded = (list, code) => {
  const pair = patrol.lists.held.codes[list][code];
  return pair ? patrol.both(...pair) : document.createTextNode(code);
};

patrol.lists.whys = (whys) => whys.map(([code, zh, en]) =>
  patrol.el("span", { class: "because" },
    patrol.el("span", { class: `chip ${code}` }, patrol.lists.coded("whys", code)), patrol.both(zh, en)));

patrol.lists.stop = (route, stop) =>
  patrol.el("li", { "data-hand-place": true }, patrol.el("button", { type: "button", class: "stop", "data-stop": stop.id, "data-route": route.key },
    patrol.el("span", { class: `badge ${stop.grade}` }, String(stop.order)),
    patrol.el("span", { class: "what" },
      patrol.el("b", {}, stop.name, stop.shared ? patrol.el("small", { class: "id" }, stop.id) : null),
      patrol.el("small", {}, `${stop.start}–${stop.end} · `,
        ...(stop.leg ? [patrol.t("js.leg", { km: stop.leg[0], minutes: stop.leg[1] }), " · "] : []),
        `${stop.village} · `, patrol.lists.coded("types", stop.type)),
      ...patrol.lists.whys(stop.whys)),
    patrol.lists.graded(stop)),
  ...patrol.lists.byHand(stop, "js.edit"));

/* The button of hand changes, and the mark of what waits; nothing where a plan cannot be changed. */
patrol.lists.byHand = (site, key) => patrol.menus ? [
  patrol.menus.opener(key, site.name, { "data-hand": site.id, "data-sweep": site.score === null }),
  patrol.el("span", { class: "handmark", "data-mark": site.id }),
] : [];

/* A place in no ledger has no score. */
patrol.lists.graded = (stop) => stop.score === null ? null
  : patrol.el("span", { class: "score" }, patrol.el("b", {}, patrol.shown(stop.score)), patrol.lists.coded("grades", stop.grade));

patrol.lists.night = (route) => route.night ? patrol.el("em", { class: "night" }, patrol.t("js.night")) : null;

patrol.lists.teamDay = (route, swatch) => {
  const [zh, en] = patrol.lists.held.codes.days[route.weekday];
  return patrol.el("article", {
    class: `teamday${route.night ? " is-night" : ""}`, "data-day": route.day, "data-team": route.team, "data-route": route.key,
  },
  patrol.el("h3", {}, swatch, patrol.el("span", {}, route.name), " ",
    patrol.el("small", {}, patrol.both(`${zh} ${route.day}`, `${en} ${route.day}`)), patrol.lists.night(route),
    patrol.menus ? patrol.menus.opener("js.edit", `${route.name} ${route.day}`, { "data-hand-route": route.key }) : null),
  patrol.el("div", { "data-hand-place": true }),
  patrol.el("p", { class: "meta" }, patrol.t("js.shift", route), " · ",
    route.stops.length ? patrol.t("js.team_day", { visits: route.stops.length, km: route.km, end: route.back }) : patrol.t("js.no_stop")),
  patrol.el("ol", {}));
};

/* Write the stops of a team's day when it is first shown: a whole week at once takes a second to lay out. */
patrol.lists.fill = (item) => {
  const list = item.querySelector("ol");
  if (!list || list.children.length) return;
  const route = patrol.lists.held.routes.find((one) => one.key === item.dataset.route);
  list.append(...route.stops.map((stop) => patrol.lists.stop(route, stop)));
  if (patrol.menus) patrol.pending.marks();
};

patrol.lists.lane = (route) => {
  const track = patrol.el("span", { class: "track" });
  for (const [kind, left, width, start, end, stop, order] of route.bars) {
    track.append(patrol.el("i", {
      class: `bar ${patrol.lists.held.codes.bars[kind]}`, title: `${start}–${end}`, "data-left": left, "data-width": width,
      ...(stop && { "data-bar": stop, "data-route": route.key }),
    }, order ? String(order) : null));
  }
  return patrol.el("div", { class: `lane${route.night ? " is-night" : ""}`, "data-day": route.day, "data-team": route.team },
    patrol.el("span", { class: "who" }, patrol.el("b", {}, route.name), " ",
      patrol.el("small", {}, patrol.both(...patrol.lists.held.codes.days[route.weekday])), patrol.lists.night(route)),
    track);
};

/* Stretch the hours in use over the whole width: a day without a night shift ends in the afternoon. */
patrol.lists.scale = (shown) => {
  const { hours } = patrol.lists.held;
  const bars = shown.flatMap((route) => route.bars);
  const first = Math.min(...bars.map((bar) => bar[1])), last = Math.max(...bars.map((bar) => bar[1] + bar[2]));
  const marks = bars.length
    ? hours.filter(([, share], i) => (hours[i + 1]?.[1] ?? 100) > first && (hours[i - 1]?.[1] ?? 0) < last) : hours;
  const from = marks[0][1], span = marks[marks.length - 1][1] - from || 1;
  const place = (share) => `${(100 * (share - from)) / span}%`;
  const gantt = document.querySelector(".gantt");
  gantt.querySelector(".axis .track").replaceChildren(...marks.map(([hour, share]) => {
    const mark = patrol.el("i", {}, String(hour));
    mark.style.left = place(share);
    return mark;
  }));
  for (const bar of gantt.querySelectorAll(".lane:not([hidden]) .bar")) {
    bar.style.left = place(Number(bar.dataset.left));
    bar.style.width = `${(100 * bar.dataset.width) / span}%`;
  }
  gantt.style.setProperty("--hour", `${100 / Math.max(1, marks.length - 1)}%`);
};

/* Why a place was wanted; one that no car gets to was never weighed against the others. */
patrol.lists.wanted = (site) => {
  if (site.whys.length || site.reason !== "unreachable") return patrol.lists.whys(site.whys);
  return [patrol.el("small", {}, patrol.t("js.not_weighed"))];
};

patrol.lists.leftOut = (site) =>
  patrol.el("tr", { "data-reason": site.reason, "data-site": site.id, "data-must": site.must },
    patrol.el("td", {}, patrol.el("span", { class: "gradeword" },
      patrol.el("i", { class: `mark hollow ${site.grade}`, "aria-hidden": "true" }),
      ...(site.score === null ? [patrol.lists.coded("types", "sweep")] : [patrol.lists.coded("grades", site.grade), ` ${patrol.shown(site.score)}`]))),
    patrol.el("td", {}, site.must ? patrol.el("span", { class: "chip must" }, patrol.t("js.must")) : null,
      patrol.el("b", {}, site.name), patrol.el("small", {}, `${site.village} · ${site.id}`)),
    patrol.el("td", {}, ...patrol.lists.wanted(site)),
    patrol.el("td", {}, patrol.el("b", {}, patrol.lists.coded("reasons", site.reason)), patrol.el("small", {}, patrol.both(...site.words))),
    patrol.menus ? patrol.el("td", { "data-hand-place": true }, ...patrol.lists.byHand(site, "js.add")) : null);

/* Rows of the sites left out; written once, after the page can be used. */
patrol.lists.rest = () => {
  const body = document.querySelector(".leftout tbody");
  if (body && !body.children.length) {
    body.append(...patrol.lists.held.left_out.map(patrol.lists.leftOut));
    if (patrol.menus) patrol.pending.marks();
  }
};

/* Days that are not shown stay out of the first layout. */
patrol.lists.build = (held, day) => {
  patrol.lists.held = held;
  const looks = Object.fromEntries([...document.querySelectorAll("button[data-team]")].map((button) =>
    [button.dataset.team, [button.querySelector("svg"), button.dataset.colour]]));
  const coloured = (element, route) => {
    element.style.setProperty("--team", looks[route.team][1]);
    element.hidden = Boolean(day) && route.day !== day;
    return element;
  };
  document.querySelector(".lists").append(...held.routes.map((route) =>
    coloured(patrol.lists.teamDay(route, looks[route.team][0].cloneNode(true)), route)));
  document.querySelector(".gantt").append(...held.routes.map((route) => coloured(patrol.lists.lane(route), route)));
};
