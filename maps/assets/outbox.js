/* What waits for the office: of each route one document in this browser, until the service has answered for every record. */
"use strict";
patrol.outbox = { stem: "patrol:outbox:", held: new Map() };

/* Held in memory too: a browser that keeps nothing can still send while the page is open. */
patrol.outbox.read = (key) => {
  try { return JSON.parse(patrol.kept(key)) || patrol.outbox.held.get(key) || null; } catch { return null; }
};

patrol.outbox.write = (key, item) => {
  patrol.outbox.held.set(key, item);
  patrol.keep(key, JSON.stringify(item));
};

patrol.outbox.key = (doc) => `${patrol.outbox.stem}${doc.plan}:${doc.route}`;

/* Documents of this link's team and week, of former versions of the plan too. */
patrol.outbox.all = () => {
  let stored = [];
  try { stored = Object.keys(localStorage); } catch { /* none is stored then */ }
  const keys = new Set([...stored.filter((key) => key.startsWith(patrol.outbox.stem)), ...patrol.outbox.held.keys()]);
  const { team, week } = patrol.json("served");
  return [...keys].sort().map((key) => ({ key, item: patrol.outbox.read(key) }))
    .filter(({ item }) => item?.doc?.team === team && item.doc.week === week);
};

patrol.outbox.entries = ({ doc }) => [...doc.visits.map((one) => [one.site, one]), ...doc.places.map((one) => [one.id, one])];

/* An answer counts for the edit that it answered; what was edited since waits again. */
patrol.outbox.waiting = (item) => patrol.outbox.entries(item).filter(([id, one]) => item.answered[id] !== one.edited_at).map(([id]) => id);

patrol.outbox.count = () => patrol.outbox.all().reduce((sum, { item }) => sum + patrol.outbox.waiting(item).length, 0);

patrol.outbox.put = (doc) => {
  const key = patrol.outbox.key(doc);
  const item = { answered: {}, refused: {}, differs: {}, ...patrol.outbox.read(key), doc };
  patrol.outbox.write(key, item);
  patrol.outbox.mirror(key, item);
};

/* What is still to be sent of one document, as a document. */
patrol.outbox.unsent = (item) => {
  const ids = new Set(patrol.outbox.waiting(item));
  const { doc } = item;
  return { ...doc, exported: patrol.now().toISOString(), visits: doc.visits.filter(({ site }) => ids.has(site)), places: doc.places.filter(({ id }) => ids.has(id)) };
};

/* Note what the service said of each record; the document may have changed meanwhile. */
patrol.outbox.answer = (key, told) => {
  const item = patrol.outbox.read(key);
  for (const { id, edited_at, outcome, said } of told) {
    item.answered[id] = edited_at;
    delete item.refused[id];
    if (outcome === "refused") item.refused[id] = said;
  }
  patrol.outbox.write(key, item);
  patrol.outbox.mirror(key, item);
};

/* Where phones of the team contradict each other, as the office has it now; what is settled goes. */
patrol.outbox.differ = (key, differs) => {
  const item = patrol.outbox.read(key);
  if (!item || !differs) return false;
  if (JSON.stringify(item.differs) === JSON.stringify(differs)) return false;
  item.differs = differs;
  patrol.outbox.write(key, item);
  return true;
};

/* A copy for the service worker, which may send when the page is closed and cannot read the other storage. */
patrol.outbox.mirror = (key, item) => {
  const scope = new URL("./", location.href).pathname;
  const left = patrol.outbox.waiting(item).length;
  patrol.outbox.base().then((base) => {
    const store = base.transaction("docs", "readwrite").objectStore("docs");
    if (left) store.put({ key, scope, doc: patrol.outbox.unsent(item) });
    else store.delete(key);
  }).catch(() => { /* the page itself sends what it holds */ });
};

patrol.outbox.base = () => new Promise((resolve, reject) => {
  if (!window.indexedDB) { reject(new Error("none")); return; }
  const opening = indexedDB.open("patrol-outbox", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("docs", { keyPath: "key" });
  opening.onsuccess = () => {
    opening.result.onversionchange = () => opening.result.close();
    resolve(opening.result);
  };
  opening.onerror = () => reject(opening.error);
});
