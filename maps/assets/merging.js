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
  arrived_at: visit.arrived_at, done_at: visit.done_at, edited_at: visit.edited_at, device: visit.device || device,
});

/* Read an exported file, or say in words why it cannot be used. */
patrol.merging.read = (text, plan) => {
  let file = null;
  try { file = JSON.parse(text); } catch { /* said below */ }
  const whole = file?.format === "patrol-results/1" && Array.isArray(file.visits)
    && file.visits.every((visit) => typeof visit?.site === "string" && typeof visit.edited_at === "string");
  if (!whole) return { fault: ["js.merge_broken", {}] };
  if (file.plan !== plan.plan || file.route !== plan.route) return { fault: ["js.merge_other", { route: `${file.plan} ${file.route}` }] };
  for (const { result, skip } of file.visits) {
    if (result != null && !Object.hasOwn(plan.results, result)) return { fault: ["js.merge_code", { code: result }] };
    if (skip != null && !plan.skips.includes(skip)) return { fault: ["js.merge_code", { code: skip }] };
  }
  return { file };
};

/* Take over what is newer; what gives way is kept as an older record of its stop. */
patrol.merging.take = (file, plan) => {
  const { records } = patrol;
  const known = new Set(plan.stops.map((stop) => stop.id));
  const counts = { taken: 0, held: 0, unknown: 0 };
  for (const visit of file.visits) {
    if (!known.has(visit.site)) { counts.unknown++; continue; }
    const theirs = patrol.merging.record(visit, file.device), mine = records.byStop[visit.site];
    if (mine?.edited_at && patrol.merging.same(mine, theirs)) continue;
    const wins = !mine?.edited_at || patrol.merging.wins(theirs, mine);
    counts[wins ? "taken" : "held"]++;
    const loser = wins ? mine : theirs;
    if (wins) records.byStop[visit.site] = theirs;
    if (loser?.edited_at) patrol.merging.keep(visit.site, loser);
  }
  records.save();
  return counts;
};

patrol.merging.keep = (site, loser) => {
  const older = (patrol.records.older[site] ??= []);
  if (!older.some((one) => patrol.merging.same(one, loser))) older.push(loser);
  older.sort((one, other) => (patrol.merging.wins(one, other) ? 1 : -1));
};
