/* Two phones of one team: their files become one record per stop, the same whichever file comes first. */
"use strict";
patrol.merging = {};

/* The later edit wins whole; at the same moment the greater device name, so that order does not matter. */
patrol.merging.wins = (one, other) =>
  one.edited_at > other.edited_at || (one.edited_at === other.edited_at && (one.device || "") > (other.device || ""));

patrol.merging.same = (one, other) => one.edited_at === other.edited_at && one.device === other.device;

/* What a file says of one stop, as this page keeps it. */
patrol.merging.record = (visit, device) => ({
  result: visit.skip ? null : visit.result, skip: visit.skip, checks: visit.checks, note: visit.note, photos: visit.photos ?? null,
  findings: visit.findings || [], rechecked: visit.rechecked || [], undone: visit.result == null && !visit.skip && Boolean(visit.findings?.length),
  arrived_at: visit.arrived_at, done_at: visit.done_at, edited_at: visit.edited_at, device: visit.device || device,
});

patrol.merging.listed = (list) => list === undefined || Array.isArray(list);

patrol.merging.isVisit = (visit) => typeof visit?.site === "string" && typeof visit.edited_at === "string"
  && patrol.merging.listed(visit.findings) && patrol.merging.listed(visit.rechecked) && patrol.merging.listed(visit.checks);

patrol.merging.isPlace = (place) => /^[0-9a-z]+-p\d+$/.test(place?.id) && typeof place.edited_at === "string" && patrol.merging.listed(place.findings);

/* A code of the file that this page does not know, if there is one. */
patrol.merging.stranger = (file, plan) => {
  const findings = [...file.visits, ...(file.places || [])].flatMap((one) => one.findings || []);
  const level = findings.find((finding) => !["ordinary", "major"].includes(finding?.level));
  if (level) return String(level.level);
  const state = file.visits.flatMap((visit) => visit.rechecked || []).find((one) => !["closed", "open"].includes(one?.state));
  if (state) return String(state.state);
  for (const { result, skip } of file.visits) {
    if (result != null && !Object.hasOwn(plan.results, result)) return result;
    if (skip != null && !plan.skips.includes(skip)) return skip;
  }
  return null;
};

/* Read an exported file, or say in words why it cannot be used. */
patrol.merging.read = (text, plan) => {
  let file = null;
  try { file = JSON.parse(patrol.qr.read(text)); } catch { /* said below */ }
  const whole = file?.format === "patrol-results/1" && Array.isArray(file.visits) && patrol.merging.listed(file.places)
    && file.visits.every(patrol.merging.isVisit) && (file.places || []).every(patrol.merging.isPlace);
  if (!whole) return { fault: ["js.merge_broken", {}] };
  if (file.plan !== plan.plan || file.route !== plan.route) return { fault: ["js.merge_other", { route: `${file.plan} ${file.route}` }] };
  const code = patrol.merging.stranger(file, plan);
  return code == null ? { file } : { fault: ["js.merge_code", { code }] };
};

/* Put one record of theirs beside ours; what gives way is kept as an older record. */
patrol.merging.takeOne = (kept, id, theirs, counts) => {
  const mine = kept[id];
  if (mine?.edited_at && patrol.merging.same(mine, theirs)) return;
  const wins = !mine?.edited_at || patrol.merging.wins(theirs, mine);
  counts[wins ? "taken" : "held"]++;
  const loser = wins ? mine : theirs;
  if (wins) kept[id] = theirs;
  if (loser?.edited_at) patrol.merging.keep(id, loser);
};

/* Take over what is newer, stop by stop and place by place. */
patrol.merging.take = (file, plan) => {
  const { records } = patrol;
  const known = new Set(plan.stops.map((stop) => stop.id));
  const counts = { taken: 0, held: 0, unknown: 0 };
  for (const visit of file.visits) {
    if (known.has(visit.site)) patrol.merging.takeOne(records.byStop, visit.site, patrol.merging.record(visit, file.device), counts);
    else counts.unknown++;
  }
  for (const { id, ...place } of file.places || []) {
    patrol.merging.takeOne(records.places, id, { ...place, device: place.device || file.device }, counts);
  }
  records.save();
  return counts;
};

patrol.merging.keep = (site, loser) => {
  const older = (patrol.records.older[site] ??= []);
  if (!older.some((one) => patrol.merging.same(one, loser))) older.push(loser);
  older.sort((one, other) => (patrol.merging.wins(one, other) ? 1 : -1));
};
