/* Hand changes of a week: a list that is kept under the plan's id, and what it makes of each visit. */
"use strict";
patrol.changes = { held: null, list: [], from: "", author: "", note: "", kept: true, listeners: [] };

patrol.changes.open = (held) => {
  const { changes } = patrol;
  changes.held = held;
  changes.key = `patrol:changes:${held.plan}`;
  changes.shifts = held.shifts.map(([id, team, name, day, end, leaves]) => ({ id, team, name, day, end, leaves }));
  changes.from = changes.firstMoment();
  try {
    localStorage.setItem("patrol:test", "1");
    if (localStorage.getItem("patrol:test") !== "1") throw new Error("forgotten");
    localStorage.removeItem("patrol:test");
  } catch {
    changes.kept = false;
    window.addEventListener("beforeunload", (event) => { if (changes.list.length) event.preventDefault(); });
    return;
  }
  changes.load();
  window.addEventListener("storage", (event) => { if (event.key === changes.key) { changes.load(); changes.tell(); } });
};

/* Where visits are on record, the day after the last is as likely as any; else the plan says from when on. */
patrol.changes.firstMoment = () => {
  const { recorded, monday, days } = patrol.changes.held;
  if (!recorded) return "";
  const next = new Date(Date.parse(`${recorded}T00:00Z`) + 864e5);
  return next < Date.parse(`${monday}T00:00Z`) + days * 864e5 ? next.toISOString().slice(0, 16) : "";
};

const DOES = ["move", "pin", "unpin", "forbid", "allow", "swap", "add", "absent"];
patrol.changes.load = () => {
  const { changes } = patrol;
  const text = localStorage.getItem(changes.key);
  if (!text) { changes.list = []; return; }
  try {
    const stored = JSON.parse(text);
    const sound = (one) => DOES.includes(one.do) && Object.values(one).every((value) => typeof value === "string");
    if (!stored.list.every(sound)) throw new Error("not a list of changes");
    for (const name of ["from", "author", "note"]) changes[name] = String(stored[name] ?? "");
    changes.list = stored.list;
  } catch {
    patrol.keep(`${changes.key}:unreadable`, text);
    patrol.warn("js.unreadable");
  }
};

/* Remember and tell whoever shows it. */
patrol.changes.tell = () => patrol.changes.listeners.forEach((listener) => listener());
patrol.changes.save = () => {
  const { list, from, author, note, key } = patrol.changes;
  if (patrol.changes.kept) {
    try { localStorage.setItem(key, JSON.stringify({ list, from, author, note })); } catch { patrol.changes.kept = false; }
  }
  patrol.changes.tell();
};

/* A later wish about a visit's place takes the place of the earlier one; the same wish twice is one. */
patrol.changes.put = (change) => {
  const { changes } = patrol;
  const same = (one) => JSON.stringify(one) === JSON.stringify(change);
  const about = (one, does) => change.site && one.site === change.site && does.includes(one.do) && does.includes(change.do);
  changes.list = changes.list.filter((one) => !same(one) && !about(one, ["move", "pin", "unpin"]) && !about(one, ["add"]));
  changes.list.push(change);
  changes.save();
};
patrol.changes.undo = (place) => { patrol.changes.list = patrol.changes.list.filter((_, i) => i !== place); patrol.changes.save(); };
patrol.changes.clear = () => { patrol.changes.list = []; patrol.changes.save(); };

/* Seconds of the week of a local moment such as 2026-11-25T11:00; no zone is asked. */
patrol.changes.second = (moment) => (Date.parse(`${moment}Z`) - Date.parse(`${patrol.changes.held.monday}T00:00Z`)) / 1000;
patrol.changes.fromSecond = () => {
  const { from, held } = patrol.changes;
  return patrol.changes.second(patrol.changes.wrongSince() || !from ? held.since : from);
};
/* The words for a moment that replan would refuse; nothing where it is right. */
patrol.changes.wrongSince = () => {
  const { from, held, second } = patrol.changes;
  if (!from) return held.recorded ? patrol.word("js.needs_since", { day: held.recorded }) : null;
  const at = second(from);
  const right = at >= second(held.since) && at < held.days * 86400;
  return right ? null : patrol.word("js.wrong_since", { since: held.since.replace("T", " ") });
};

/* The shifts a change is about; a move, a pin or a swap is about the first of a team's day that can. */
patrol.changes.meant = (team, day) => patrol.changes.shifts.filter((one) => (!team || one.team === team) && (!day || one.day === day));

patrol.changes.refusals = (site) => {
  const { held, shifts } = patrol.changes;
  const visit = held.visits[site];
  const found = new Map(visit ? held.patterns[visit[0]].map(([place, code]) => [shifts[place].id, code]) : []);
  const from = patrol.changes.fromSecond();
  for (const one of shifts) if (one.end <= from) found.set(one.id, "over");
  return found;
};

/* What a visit has become by all changes so far: its shift, its pin, who refuses it, whether it was added. */
patrol.changes.state = (site) => {
  const { held, list, shifts } = patrol.changes;
  const visit = held.visits[site];
  const planned = patrol.lists.held.routes.find((route) => route.stops.some((stop) => stop.id === site));
  const place = {
    shift: planned?.key ?? null, pin: visit && visit[1] >= 0 ? shifts[visit[1]].id : null,
    refused: patrol.changes.refusals(site), added: false, last: -1, made: false,
  };
  if (planned) {
    const number = planned.stops.findIndex((stop) => stop.id === site);
    place.made = shifts.find((one) => one.id === planned.key).leaves[number] < patrol.changes.fromSecond();
  }
  if (!place.made) list.forEach((change, i) => patrol.changes.apply(place, change, site, i));
  return place;
};

patrol.changes.apply = (place, change, site, number) => {
  const meant = patrol.changes.meant(change.team, change.day).map((one) => one.id);
  if (change.site === site) place.last = number;
  else if (change.site) return;
  const here = change.site === site || meant.includes(place.shift);
  if (change.do === "absent") {
    for (const id of meant) place.refused.set(id, "away");
    if (meant.includes(place.shift)) place.shift = place.pin = null;
  } else if (change.do === "swap") patrol.changes.swapped(place, change);
  else if (change.do === "move") place.shift = place.pin = meant.find((id) => !place.refused.has(id)) ?? meant[0];
  else if (change.do === "pin" && here) place.pin = place.shift;
  else if (change.do === "unpin" && here) place.pin = null;
  else if (change.do === "add") place.added = true;
  else if (change.do === "forbid") {
    for (const id of meant) if (!place.refused.has(id)) place.refused.set(id, "forbidden");
    if (meant.includes(place.shift)) place.shift = null;
  } else if (change.do === "allow") {
    for (const [id, code] of [...place.refused]) if (code === "forbidden") place.refused.delete(id);
  }
};

patrol.changes.swapped = (place, change) => {
  const first = patrol.changes.meant(change.team, change.day)[0]?.id;
  const second = patrol.changes.meant(change.with_team, change.with_day || change.day)[0]?.id;
  const other = place.shift === first ? second : place.shift === second ? first : null;
  if (other && !place.pin && !place.refused.has(other)) place.shift = place.pin = other;
};

/* The file that replan takes; what was not said is not in it. */
patrol.changes.file = () => {
  const { held, list, from, author, note } = patrol.changes;
  const said = Object.fromEntries(Object.entries({ from, author: author.trim(), note: note.trim() }).filter(([, text]) => text));
  return { week: held.week, plan: held.plan, ...said, changes: list };
};
patrol.changes.fileName = () => `changes-${patrol.changes.held.week}-v${patrol.changes.held.version}.json`;
