/* The list of hand changes not yet saved: each with undo, the file, and the command that takes it. */
"use strict";
patrol.pending = {};

patrol.pending.name = (site) => {
  for (const route of patrol.lists.held.routes) for (const stop of route.stops) if (stop.id === site) return stop.name;
  return patrol.lists.held.left_out.find((one) => one.id === site)?.name ?? site;
};

/* One change as a sentence in both languages. */
patrol.pending.words = (change) => [0, 1].map((lang) => {
  const { team, day } = change;
  const shift = team && day ? patrol.menus.teamDay(team, day)[lang] : "";
  const site = change.site ? patrol.pending.name(change.site) : patrol.word("js.say_route", { shift })[lang];
  const called = team && patrol.changes.shifts.find((one) => one.team === team)?.name;
  const which = !team && !day ? "week" : team && day ? "both" : team ? "team" : "day";
  const forbidden = patrol.word(`js.forbid_${which}`, { team: called, day: day && patrol.menus.day(day)[lang] })[lang];
  const other = change.with_team ? patrol.menus.teamDay(change.with_team, change.with_day || day)[lang] : "";
  return patrol.word(`js.say_${change.do}`, {
    site, shift: change.do === "forbid" ? forbidden : shift, at: change.at, reason: change.reason, other,
  })[lang].trim();
});

patrol.pending.show = () => {
  const { list } = patrol.changes;
  document.querySelector("#changes ol").replaceChildren(...list.map((change, place) => {
    const pair = patrol.pending.words(change);
    return patrol.el("li", {}, patrol.el("span", {}, patrol.both(...pair)),
      patrol.el("button", { type: "button", "data-undo": place, onclick: () => patrol.changes.undo(place) }, patrol.t("js.undo"),
        patrol.el("span", { class: "unseen" }, " ", patrol.both(...pair))));
  }));
  document.getElementById("no-changes").hidden = list.length > 0;
  for (const element of document.querySelectorAll("[data-with-changes]")) element.hidden = !list.length;
  document.getElementById("changes-count").replaceChildren(...(list.length ? [patrol.t("js.count", { n: list.length })] : []));
  const wrong = list.length ? patrol.changes.wrongSince() : null;
  document.getElementById("wrong-since").replaceChildren(...(wrong ? [patrol.both(...wrong)] : []));
  document.getElementById("changes-save").disabled = Boolean(wrong);
  patrol.pending.marks();
};

/* What waits, and what is pinned already, stands beside each stop and place. */
patrol.pending.marks = () => {
  for (const mark of document.querySelectorAll("[data-mark]")) {
    const state = patrol.changes.state(mark.dataset.mark);
    const change = state.last >= 0 ? patrol.changes.list[state.last] : null;
    const words = change && patrol.pending.words(change).map((text, lang) => patrol.word("js.is_waiting", { what: text.slice(text.indexOf(lang ? ": " : "：") + 1).trim() })[lang]);
    mark.replaceChildren(...(words ? [patrol.both(...words)] : state.pin ? [patrol.t("js.is_pinned")] : []));
    const own = patrol.changes.held.visits[mark.dataset.mark]?.[1] >= 0;
    mark.classList.toggle("waits", Boolean(change || (state.pin && !own)));
  }
};

patrol.pending.copy = async (input, button) => {
  input.select();
  try { await navigator.clipboard.writeText(input.value); } catch { document.execCommand("copy"); }
  button.replaceChildren(patrol.t("js.copied"));
};

/* The sketch keeps the inputs: only what changes is written anew. */
patrol.pending.start = () => {
  const { changes } = patrol;
  if (!changes.kept) patrol.warn("js.none_kept");
  for (const name of ["from", "author", "note"]) {
    const input = document.getElementById(`changes-${name}`);
    const show = () => { if (document.activeElement !== input) input.value = changes[name]; };
    show();
    changes.listeners.push(show);
    input.addEventListener("input", () => { changes[name] = input.value; changes.save(); });
  }
  patrol.on("changes-clear", () => {
    if (window.confirm(patrol.say(patrol.word("js.sure", { n: changes.list.length })))) changes.clear();
  });
  patrol.on("changes-save", () =>
    patrol.exports.save(changes.fileName(), `${JSON.stringify(changes.file(), null, 2)}\n`, "application/json"));
  const command = `gridpatrol replan --week ${changes.held.week} --changes ${changes.fileName()}`;
  for (const [id, text] of [["command-try", `${command} --dry-run`], ["command-keep", command]]) {
    const input = document.getElementById(id);
    input.value = text;
    input.addEventListener("focus", () => input.select());
    const button = document.getElementById(`${id}-copy`);
    button.addEventListener("click", () => patrol.pending.copy(input, button));
  }
  changes.listeners.push(patrol.pending.show);
  patrol.pending.show();
};
