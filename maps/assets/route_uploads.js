/* The route page in the hands of a service: every change goes to the queue, the team's other phone is merged. */
"use strict";
patrol.uploads.routed = () => {
  const { records } = patrol, { save } = records;
  records.save = () => {
    save();
    patrol.outbox.put(patrol.exports.json(patrol.route.plan));
    patrol.uploads.soon();
  };
  records.waiting = () => {
    const item = patrol.outbox.read(patrol.outbox.key(patrol.route.plan));
    return item ? patrol.outbox.waiting(item) : [];
  };
  patrol.route.badge = patrol.uploads.show;
  const { fill } = patrol.route;
  patrol.route.fill = (item, stop, state) => {
    fill(item, stop, state);
    patrol.uploads.tell(item, stop.id);
  };
};

/* What was entered under a former version of the plan goes on: the same stop on the same day is the same errand. */
patrol.uploads.adopt = () => {
  const { plan } = patrol.route, { records, outbox } = patrol;
  const known = new Set(plan.stops.map((stop) => stop.id));
  const own = outbox.key(plan), answered = {};
  const former = outbox.all().filter(({ key, item }) => key !== own && item.doc.day === plan.day && item.doc.plan !== plan.plan);
  for (const { item: { doc } } of former) {
    const take = (kept, id, record) => {
      if (kept[id]?.edited_at >= record.edited_at) return;
      kept[id] = record;
      answered[id] = record.edited_at;  // it goes, or went, with the document it was entered in
    };
    for (const visit of doc.visits) if (known.has(visit.site)) take(records.byStop, visit.site, patrol.merging.record(visit, doc.device));
    if (doc.route === plan.route) for (const { id, ...place } of doc.places) take(records.places, id, place);
  }
  if (Object.keys(answered).length) patrol.uploads.settle(answered);
};

/* Keep the records as they are now, those named as already in the office's hands. */
patrol.uploads.settle = (answered) => {
  const doc = patrol.exports.json(patrol.route.plan), key = patrol.outbox.key(doc);
  patrol.outbox.put(doc);
  const item = patrol.outbox.read(key);
  Object.assign(item.answered, answered);
  patrol.outbox.write(key, item);
  patrol.outbox.mirror(key, item);
  patrol.records.save();
};

/* What the team's other phone told of this route; the later edit counts here as it does in the office. */
patrol.uploads.merge = (others) => {
  const { plan } = patrol.route;
  if (!others || others.plan !== plan.plan || others.route !== plan.route || patrol.merging.stranger(others, plan)) return;
  const counts = patrol.merging.take(others, plan);
  const answered = {};
  for (const [id, theirs] of patrol.outbox.entries({ doc: others })) {
    if (patrol.records.held(id).edited_at === theirs.edited_at) answered[id] = theirs.edited_at;
  }
  if (!counts.taken) return;
  patrol.uploads.settle(answered);
  patrol.route.refresh();
  patrol.route.toast(patrol.t("js.from_team", { n: counts.taken }));
};

/* Under a stop: why it was not taken, or what the other phone says of it. */
patrol.uploads.tell = (item, site) => {
  const kept = patrol.outbox.read(patrol.outbox.key(patrol.route.plan));
  const refused = kept?.refused[site], told = kept?.differs[site];
  const differs = told?.sides ? told : null;  // pages of before kept another form
  const line = item.querySelector(".answered");
  line.hidden = !refused && !differs;
  item.querySelector(".older").hidden ||= Boolean(differs);
  if (refused) line.replaceChildren(patrol.both(...[0, 1].map((language) => patrol.word("js.refused", { what: refused[language] })[language])));
  else if (differs) line.replaceChildren(patrol.t(differs.decided ? "js.decided" : "js.differs"), patrol.el("ul", {}, ...patrol.uploads.sides(differs)));
};

/* One line for each phone, this one's named as such: nobody loses sight of what he wrote himself. */
patrol.uploads.sides = ({ decided, sides }) => {
  const { results } = patrol.route.plan;
  return sides.map((side) => {
    const said = (language) => [side.at.slice(11), results[side.result]?.[language] || "–", side.note, ...side.findings].filter(Boolean).join(" · ");
    const facts = [patrol.el("b", {}, patrol.t(side.own ? "js.side_own" : "js.side_other")), " ", patrol.both(said(0), said(1))];
    if (side.counts) facts.push(" ", patrol.t(decided ? "js.side_chosen" : "js.side_counts"));
    return patrol.el("li", {}, ...facts);
  });
};

/* Ask for what the other phone told, though this one has nothing to say. */
patrol.uploads.hear = async () => {
  const doc = { ...patrol.exports.json(patrol.route.plan), visits: [], places: [] };
  try {
    const answer = await patrol.uploads.ask("records", { method: "POST", body: JSON.stringify(doc), headers: { "Content-Type": "application/json" } });
    if (!answer.ok) return;
    const told = await answer.json();
    if (patrol.outbox.differ(patrol.outbox.key(patrol.route.plan), told.differs)) patrol.route.refresh();
    patrol.uploads.merge(told.others);
  } catch { /* no signal: the next look hears it */ }
};

patrol.uploads.start = () => {
  patrol.uploads.routed();
  patrol.uploads.adopt();
  patrol.uploads.listen();
  document.addEventListener("visibilitychange", () => { if (!document.hidden) patrol.uploads.hear(); });
  setInterval(patrol.uploads.hear, patrol.served.LOOK_MS);
  patrol.served.start();
  patrol.uploads.send().then(patrol.uploads.hear);
};
