/* Files that leave the page: results as JSON and CSV, the route as GPX. */
"use strict";
patrol.exports = {};

patrol.exports.json = (route) => ({
  format: "patrol-results/1",
  plan: route.plan,
  version: route.version,
  week: route.week,
  route: route.route,
  team: route.team_id,
  day: route.day,
  datum: "wgs84",
  invented: route.invented,
  device: patrol.device(),
  exported: patrol.now().toISOString(),
  visits: patrol.exports.visits(route),
  places: patrol.exports.places(),
});

patrol.exports.finding = ({ id, what, level, due, on_the_spot, photos }) =>
  ({ id, what, level, due: due || null, on_the_spot: Boolean(on_the_spot), photos: photos ?? null });

patrol.exports.visits = (route) =>
  route.stops.filter((stop) => patrol.records.byStop[stop.id]?.edited_at).map((stop) => {
    const record = patrol.records.of(stop.id);
    return {
      site: stop.id, order: stop.order, visit_type: stop.visit_type,
      result: patrol.records.result(record),
      skip: record.skip || null,
      checks: record.checks || [],
      note: record.note || "",
      photos: record.photos ?? null,
      findings: (record.findings || []).map(patrol.exports.finding),
      rechecked: record.rechecked || [],
      arrived_at: record.arrived_at || null,
      done_at: record.done_at || null,
      edited_at: record.edited_at,
      device: record.device || patrol.device(),
    };
  });

/* Places found on the way, those taken back too: who has them already must learn of it. */
patrol.exports.places = () =>
  Object.entries(patrol.records.places).map(([id, place]) => ({
    id, name: place.name || "", what: place.what || "", lon: place.lon ?? null, lat: place.lat ?? null,
    accuracy_m: place.accuracy_m ?? null, village: place.village || null, at: place.at, photos: place.photos ?? null,
    findings: (place.findings || []).map(patrol.exports.finding),
    deleted: Boolean(place.deleted), edited_at: place.edited_at, device: place.device,
  }));

patrol.exports.count = (route) => patrol.exports.visits(route).length + patrol.exports.places().length;

/* A text that a spreadsheet would run as a formula gets an apostrophe before it: = + - @, their full-width forms, tab, CR. */
patrol.exports.cell = (value) => {
  const runs = typeof value === "string" && /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(value);
  const text = String(value ?? "").replace(/\r\n?/g, "\n");
  const tame = runs ? `'${text}` : text;
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
};

/* A moment as the clock on the wall showed it; the table is read by people, the JSON keeps UTC. */
patrol.exports.local = (iso) => {
  if (!iso) return "";
  const when = new Date(iso);
  const two = (number) => String(number).padStart(2, "0");
  return `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())} ${two(when.getHours())}:${two(when.getMinutes())}`;
};

patrol.exports.HEADERS = ["计划", "队伍", "日期", "序号", "场所编号", "场所名称", "结果", "结果代码", "未去原因", "已查看项", "备注", "照片数",
  "到达时间", "完成时间", "修改时间", "隐患", "隐患级别", "整改期限", "当场整改", "复查结果", "经度", "纬度"];

/* Findings of one visit in four cells: parts in the same order, so no part may hold the sign between them. */
patrol.exports.findingCells = (findings) => {
  const parts = (each) => findings.map((finding) => String(each(finding) ?? "").replaceAll("；", "，").replace(/\s+/g, " ")).join("；");
  return [parts(({ what }) => what), parts(({ level }) => patrol.word(`js.level_${level}`)[0]),
    parts(({ due }) => due), parts(({ on_the_spot }) => (on_the_spot ? "是" : "否"))];
};

patrol.exports.visitRow = (route, visit) => {
  const stop = route.stops.find((one) => one.id === visit.site);
  const looked = stop.checks.filter((_, place) => visit.checks.includes(place)).map((pair) => pair[0]).join(";");
  const words = visit.result ? route.results[visit.result][0] : "";
  const skip = visit.skip ? patrol.word(`js.skip_${visit.skip}`)[0] : "";
  const again = visit.rechecked.map(({ finding, state }) => `${finding}=${state}`).join("；");
  return [visit.order, visit.site, stop.name, words, visit.result, skip, looked, visit.note, visit.photos,
    ...[visit.arrived_at, visit.done_at, visit.edited_at].map(patrol.exports.local), ...patrol.exports.findingCells(visit.findings), again, "", ""];
};

patrol.exports.placeRow = (place) =>
  ["", place.id, place.name, place.deleted ? "" : patrol.word("js.place")[0], place.deleted ? "" : "place", "", "", place.what, place.photos,
    patrol.exports.local(place.at), "", patrol.exports.local(place.edited_at), ...patrol.exports.findingCells(place.findings), "", place.lon, place.lat];

patrol.exports.csv = (route) => {
  const rows = [...patrol.exports.visits(route).map((visit) => patrol.exports.visitRow(route, visit)), ...patrol.exports.places().map(patrol.exports.placeRow)];
  return patrol.exports.table([patrol.exports.HEADERS, ...rows.map((row) => [route.plan, route.team, route.day, ...row])]);
};

/* Rows as a spreadsheet opens them: marked as UTF-8, line ends of RFC 4180. */
patrol.exports.table = (rows) =>
  `\ufeff${rows.map((row) => row.map(patrol.exports.cell).join(",")).join("\r\n")}\r\n`;

patrol.exports.gpx = (route) => {
  const xml = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const points = [];
  for (let i = 0; i < route.line.length; i += 2) {
    points.push(`<trkpt lat="${(route.line[i + 1] / 1e5).toFixed(5)}" lon="${(route.line[i] / 1e5).toFixed(5)}"/>`);
  }
  const stops = route.stops.map((stop) =>
    `<wpt lat="${stop.lat}" lon="${stop.lon}"><name>${xml(`${stop.order} ${stop.name}`)}</name></wpt>`);
  return '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="gridpatrol" xmlns="http://www.topografix.com/GPX/1/1">\n'
    + `${stops.join("\n")}\n<trk><name>${xml(`${route.team} ${route.day}`)}</name><trkseg>\n${points.join("\n")}\n</trkseg></trk>\n</gpx>\n`;
};

patrol.exports.save = (name, text, type) => {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = patrol.el("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 30000);
};
