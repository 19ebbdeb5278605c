/* What an inspector records, kept in this browser under the plan and the route. */
"use strict";
patrol.records = { kept: true };
patrol.records.parts = ["byStop", "places", "exported", "older"];
/* A place may be called "constructor": what is kept by id inherits nothing. */
patrol.records.bare = (part) => Object.assign(Object.create(null), part);
for (const part of patrol.records.parts) patrol.records[part] = patrol.records.bare();

/* Storage can be denied, or given and then forgotten: ask before trusting it. */
patrol.records.open = (plan, route) => {
  const { records } = patrol;
  records.key = `patrol:${plan}:${route}`;
  try {
    localStorage.setItem("patrol:test", "1");
    if (localStorage.getItem("patrol:test") !== "1") throw new Error("forgotten");
    localStorage.removeItem("patrol:test");
  } catch {
    records.kept = false;
    patrol.warn("js.no_storage");
    window.addEventListener("beforeunload", (event) => { if (records.waiting().length) event.preventDefault(); });
    return;
  }
  records.load();
};

patrol.records.load = () => {
  const { records } = patrol;
  const text = localStorage.getItem(records.key);
  if (!text) return;
  try {
    const stored = JSON.parse(text);
    for (const part of records.parts) records[part] = records.bare(stored[part]);
  } catch {
    patrol.keep(`${records.key}:unreadable`, text);
    patrol.warn("js.bad_record");
  }
};

patrol.records.save = () => {
  const { records } = patrol;
  if (!records.kept) return;
  try {
    localStorage.setItem(records.key, JSON.stringify(Object.fromEntries(records.parts.map((part) => [part, records[part]]))));
  } catch {
    records.kept = false;
    patrol.warn("js.no_storage");
  }
};

patrol.records.of = (site) => patrol.records.byStop[site] || {};

/* A stop of the route, or a place found on the way: both bear findings. */
patrol.records.held = (id) => patrol.records.places[id] || patrol.records.of(id);

patrol.records.stamp = () => ({ edited_at: patrol.now().toISOString(), device: patrol.device() });

/* Change a record; undoing is a change like any other and is exported too. */
patrol.records.change = (site, change) => {
  const { records } = patrol;
  records.byStop[site] = { ...records.of(site), ...change, ...records.stamp() };
  records.save();
};

patrol.records.changePlace = (id, change) => {
  const { records } = patrol;
  records.places[id] = { ...records.places[id], ...change, ...records.stamp() };
  records.save();
};

/* What was seen is a result, though nobody has pressed its button yet; an undone visit has none. */
patrol.records.result = ({ skip, result, undone, findings }) =>
  skip ? "skipped" : result || (!undone && findings?.length ? "finding" : null);

patrol.records.state = (site) => {
  const { result, skip } = patrol.records.of(site);
  return skip ? "skipped" : result ? "done" : "open";
};

/* Stops and places whose record changed after it was last exported. */
patrol.records.waiting = () => {
  const { byStop, places, exported } = patrol.records;
  return Object.entries({ ...byStop, ...places }).filter(([id, record]) => record.edited_at !== exported[id]).map(([id]) => id);
};

patrol.records.markExported = () => {
  const { records } = patrol;
  for (const [id, record] of Object.entries({ ...records.byStop, ...records.places })) records.exported[id] = record.edited_at;
  records.save();
};

/* A name for this browser, so that two phones' records can be told apart; it says nothing else. */
patrol.device = () => {
  patrol._device ??= patrol.kept("patrol:device");
  if (!patrol._device) {
    patrol._device = [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    patrol.keep("patrol:device", patrol._device);
  }
  return patrol._device;
};

/* A name that no other record of any phone has: this browser counts over all its routes. */
patrol.records.fresh = (kind = "") => {
  const known = Number(patrol.kept("patrol:count")) || 0;
  patrol._count = Math.max(patrol._count || 0, known) + 1;
  patrol.keep("patrol:count", patrol._count);
  return `${patrol.device()}-${kind}${patrol._count}`;
};
