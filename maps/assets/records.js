/* What an inspector records, kept in this browser under the plan and the route. */
"use strict";
patrol.records = { kept: true, byStop: {}, exported: {}, older: {} };

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
    records.byStop = stored.byStop || {};
    records.exported = stored.exported || {};
    records.older = stored.older || {};
  } catch {
    patrol.keep(`${records.key}:unreadable`, text);
    patrol.warn("js.bad_record");
  }
};

patrol.records.save = () => {
  const { records } = patrol;
  if (!records.kept) return;
  try {
    localStorage.setItem(records.key, JSON.stringify({ byStop: records.byStop, exported: records.exported, older: records.older }));
  } catch {
    records.kept = false;
    patrol.warn("js.no_storage");
  }
};

patrol.records.of = (site) => patrol.records.byStop[site] || {};

/* Change a record; undoing is a change like any other and is exported too. */
patrol.records.change = (site, change) => {
  const { records } = patrol;
  records.byStop[site] = { ...records.of(site), ...change, edited_at: new Date().toISOString(), device: patrol.device() };
  records.save();
};

patrol.records.state = (site) => {
  const { result, skip } = patrol.records.of(site);
  return skip ? "skipped" : result ? "done" : "open";
};

/* Stops whose record changed after it was last exported. */
patrol.records.waiting = () => {
  const { byStop, exported } = patrol.records;
  return Object.keys(byStop).filter((site) => byStop[site].edited_at !== exported[site]);
};

patrol.records.markExported = () => {
  const { records } = patrol;
  for (const [site, record] of Object.entries(records.byStop)) records.exported[site] = record.edited_at;
  records.save();
};

/* A name for this browser, so that two phones' records can be told apart; it says nothing else. */
patrol.device = () => {
  let name = patrol.kept("patrol:device");
  if (!name) {
    name = [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    patrol.keep("patrol:device", name);
  }
  return name;
};
