/* Menus of hand changes: beside a stop, a place left out, and a team's day. Only what can be is offered. */
"use strict";
patrol.menus = { open: null };

patrol.menus.day = (day) => patrol.lists.held.codes.days[(new Date(`${day}T00:00Z`).getUTCDay() + 6) % 7];
/* A team's day in both languages. */
patrol.menus.teamDay = (team, day) => {
  const name = patrol.changes.shifts.find((one) => one.team === team)?.name ?? team;
  return patrol.menus.day(day).map((word) => `${name} ${word}`);
};

patrol.menus.option = (value, pair, attributes = {}) =>
  patrol.el("option", { value, "data-zh": pair[0], "data-en": pair[1], ...attributes }, patrol.say(pair));

let labelled = 0;
patrol.menus.field = (key, input) => {
  input.id = `hand-${++labelled}`;
  return patrol.el("span", { class: "field" }, patrol.el("label", { for: input.id }, patrol.t(key)), input);
};
patrol.menus.button = (key, act) => patrol.el("button", { type: "button", onclick: act, "data-do": key.slice(3) }, patrol.t(key));
patrol.menus.done = (change) => { patrol.menus.close(); patrol.changes.put(change); };

/* Days of teams on which somebody can go, and why the others cannot. */
patrol.menus.offers = (state) => {
  const offered = new Map(), refused = new Map();
  for (const shift of patrol.changes.shifts) {
    const key = `${shift.team}|${shift.day}`, code = state.refused.get(shift.id);
    if (!code) offered.set(key, shift); else if (!refused.has(key)) refused.set(key, [shift, code]);
  }
  const reasons = new Map();
  for (const [key, [shift, code]] of refused) {
    if (offered.has(key)) continue;
    const group = `${shift.name}|${code}`;
    reasons.set(group, [shift.name, code, [...(reasons.get(group)?.[2] ?? []), shift.day]]);
  }
  return { offered: [...offered.values()], reasons: [...reasons.values()] };
};

patrol.menus.reason = (code) => patrol.json("words")[`js.no_${code}`] ?? patrol.lists.held.codes.reasons[code] ?? [code, code];

patrol.menus.cannot = (reasons) => {
  if (!reasons.length) return null;
  const told = (lang) => reasons.map(([name, code, days]) => {
    const all = patrol.changes.shifts.filter((one) => one.name === name).every((one) => days.includes(one.day));
    const when = all ? "" : ` ${days.map((day) => patrol.menus.day(day)[lang]).join(lang ? ", " : "、")}`;
    return `${name}${when}${lang ? " (" : "（"}${patrol.menus.reason(code)[lang]}${lang ? ")" : "）"}`;
  }).join(lang ? "; " : "；");
  const [zh, en] = patrol.word("js.cannot");
  return patrol.el("p", { class: "hint cannot" }, patrol.both(zh + told(0), en + told(1)));
};

patrol.menus.moving = (site, state) => {
  const { offered, reasons } = patrol.menus.offers(state);
  if (!offered.length) return [patrol.el("p", { class: "hint" }, patrol.t("js.nobody")), patrol.menus.cannot(reasons)];
  const where = patrol.el("select", {}, ...offered.map((shift) => {
    const called = patrol.menus.teamDay(shift.team, shift.day), here = shift.id === state.shift;
    const pair = here ? called.map((name, lang) => patrol.word("js.here_now", { shift: name })[lang]) : called;
    return patrol.menus.option(`${shift.team}|${shift.day}`, pair);
  }));
  where.selectedIndex = Math.max(0, offered.findIndex((shift) => shift.id !== state.shift));
  const at = patrol.el("input", { type: "time" });
  const move = patrol.menus.button("js.move", () => {
    const shift = offered[where.selectedIndex];
    patrol.menus.done({ do: "move", site, team: shift.team, day: shift.day, ...(at.value && { at: at.value }) });
  });
  const row = patrol.el("div", { class: "row" }, patrol.menus.field("js.move_to", where), patrol.menus.field("js.move_at", at), move);
  return [row, patrol.menus.cannot(reasons)];
};

/* Pin to where the visit stands, or let go of it. */
patrol.menus.pinning = (site, state) => {
  if (state.pin) return patrol.menus.button("js.unpin", () => patrol.menus.done({ do: "unpin", site }));
  return state.shift ? patrol.menus.button("js.pin", () => patrol.menus.done({ do: "pin", site })) : null;
};

/* The plan's own shift comes first: that is what people want to forbid. */
patrol.menus.forbidding = (site, state) => {
  if (state.pin) return patrol.el("p", { class: "hint" }, patrol.t("js.forbid_pinned"));
  const wishes = [[{}, patrol.word("js.forbid_week")]];
  const here = patrol.changes.shifts.find((one) => one.id === state.shift);
  const days = (day) => patrol.menus.day(day);
  const worded = (key, team, day) => [0, 1].map((lang) => patrol.word(key, { team, day: day && days(day)[lang] })[lang]);
  if (here) wishes.push([{ team: here.team, day: here.day }, worded("js.forbid_both", here.name, here.day)]);
  for (const one of new Map(patrol.changes.shifts.map((shift) => [shift.team, shift])).values()) wishes.push([{ team: one.team }, worded("js.forbid_team", one.name)]);
  for (const day of new Set(patrol.changes.shifts.map((shift) => shift.day))) wishes.push([{ day }, worded("js.forbid_day", "", day)]);
  const open = wishes.filter(([wish]) => patrol.changes.meant(wish.team, wish.day).some((shift) => !state.refused.has(shift.id)));
  if (!open.length) return null;
  const which = patrol.el("select", {}, ...open.map(([, pair], i) => patrol.menus.option(String(i), pair)));
  return patrol.el("div", { class: "row" }, patrol.menus.field("js.forbid_what", which),
    patrol.menus.button("js.forbid", () => patrol.menus.done({ do: "forbid", site, ...open[which.selectedIndex][0] })));
};

patrol.menus.adding = (site, state, left) => {
  const barred = ["unreachable", "cap_reached"].includes(left.reason) ? patrol.menus.reason(left.reason) : null;
  if (barred) return [patrol.el("p", { class: "hint" }, patrol.both(...[0, 1].map((lang) => patrol.word("js.not_addable", { why: barred[lang] })[lang])))];
  const reason = patrol.el("input", { type: "text", maxlength: 80 });
  const add = patrol.menus.button("js.add_visit", () => {
    const text = reason.value.trim();
    reason.setAttribute("aria-invalid", !text);
    if (text) patrol.menus.done({ do: "add", site, reason: text }); else reason.focus();
  });
  return [patrol.el("div", { class: "row" }, patrol.menus.field("js.add_reason", reason), add), patrol.el("p", { class: "hint" }, patrol.t("js.add_note"))];
};

patrol.menus.site = (site, left, sweep) => {
  if (sweep) return [patrol.el("p", { class: "hint" }, patrol.t("js.not_sweep"))];
  const state = patrol.changes.state(site), known = patrol.changes.held.visits[site];
  if (state.made) return [patrol.el("p", { class: "hint" }, patrol.t("js.not_made"))];
  const parts = left && !state.added ? patrol.menus.adding(site, state, left) : [];
  if (!known) return parts;
  parts.push(...patrol.menus.moving(site, state), patrol.menus.forbidding(site, state), patrol.menus.pinning(site, state));
  if ([...state.refused.values()].includes("forbidden")) parts.push(patrol.menus.button("js.allow", () => patrol.menus.done({ do: "allow", site })));
  return parts;
};

/* A route changes hands with another: only the first shift of each day can, so replan means it. */
patrol.menus.route = (route) => {
  const { team, day } = route, from = patrol.changes.fromSecond();
  const shift = patrol.changes.shifts.find((one) => one.id === route.key);
  if (shift.end <= from) return [patrol.el("p", { class: "hint" }, patrol.both(...patrol.word("js.no_over")))];
  const parts = route.stops.length ? [patrol.el("div", { class: "row" },
    patrol.menus.button("js.pin_route", () => patrol.menus.done({ do: "pin", team, day })),
    patrol.menus.button("js.unpin_route", () => patrol.menus.done({ do: "unpin", team, day })))] : [];
  const first = (one) => patrol.changes.meant(one.team, one.day)[0] === one;
  const others = patrol.changes.shifts.filter((one) => one !== shift && one.end > from && first(one));
  if (first(shift) && others.length) {
    others.sort((a, b) => (b.day === day) - (a.day === day));
    const whom = patrol.el("select", {}, ...others.map((one) => patrol.menus.option(one.id, patrol.menus.teamDay(one.team, one.day))));
    parts.push(patrol.el("div", { class: "row" }, patrol.menus.field("js.swap_with", whom), patrol.menus.button("js.swap", () => {
      const other = others[whom.selectedIndex];
      patrol.menus.done({ do: "swap", team, day, with_team: other.team, with_day: other.day });
    })));
  }
  parts.push(patrol.menus.button("js.absent", () => patrol.menus.done({ do: "absent", team, day })));
  return parts;
};

patrol.menus.close = () => {
  const { open } = patrol.menus;
  if (!open) return;
  open.menu.remove();
  open.button.setAttribute("aria-expanded", "false");
  open.button.focus({ preventScroll: true });
  patrol.menus.open = null;
};

/* Open the menu of a button below what it belongs to; a second press closes it. */
patrol.menus.toggle = (button) => {
  const same = patrol.menus.open?.button === button;
  patrol.menus.close();
  if (same) return;
  const { hand: site } = button.dataset;
  const left = patrol.lists.held.left_out.find((one) => one.id === site);
  const route = patrol.lists.held.routes.find((one) => one.key === button.dataset.handRoute);
  const parts = route && !site ? patrol.menus.route(route) : patrol.menus.site(site, left, button.dataset.sweep !== undefined);
  const menu = patrol.el("div", { class: "handmenu", role: "group", "aria-label": button.getAttribute("aria-label") }, ...parts,
    patrol.menus.button("js.close", patrol.menus.close));
  (site ? button.closest("[data-hand-place]") : button.closest(".teamday").querySelector("[data-hand-place]")).append(menu);
  button.setAttribute("aria-expanded", "true");
  patrol.menus.open = { button, menu };
  menu.querySelector("select, input, button").focus({ preventScroll: true });
  menu.scrollIntoView({ block: "nearest" });
};

patrol.menus.opener = (key, name, attributes) => {
  const pair = patrol.word("js.edit_of", { name });
  return patrol.el("button", {
    type: "button", class: "hand", "aria-expanded": "false", "aria-label": patrol.say(pair),
    "data-zh-aria-label": pair[0], "data-en-aria-label": pair[1], ...attributes,
  }, patrol.t(key));
};

patrol.menus.start = () => {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.hand");
    if (button) patrol.menus.toggle(button);
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") patrol.menus.close(); });
};
