/* Results leave the phone: as files, as a picture to scan, as text; those of another phone come in. */
"use strict";
patrol.handover = {};

patrol.handover.results = (ending, text, type) => {
  const n = patrol.exports.count(patrol.route.plan);
  if (!n) { patrol.route.toast(patrol.t("js.nothing")); return; }
  patrol.exports.save(`${patrol.handover.name}.${ending}`, text, type);
  patrol.records.markExported();
  patrol.route.refresh();
  patrol.route.toast(patrol.t("js.exported", { n }));
};

/* A picture is no export: nobody knows whether it was scanned, so the badge stays. */
patrol.handover.show = async () => {
  const { plan } = patrol.route;
  if (!patrol.exports.count(plan)) { patrol.route.toast(patrol.t("js.nothing")); return; }
  const text = await patrol.qr.text(patrol.exports.json(plan));
  if (text.length > patrol.qr.MOST || new TextEncoder().encode(text).length > patrol.qr.MOST) { patrol.route.toast(patrol.t("js.qr_too_long")); return; }
  patrol.qr.draw(document.querySelector("#qr canvas"), text);
  patrol.handover.scanned = text;
  document.getElementById("qr").showModal();
};

/* The day in words, for a message. */
patrol.handover.text = () => {
  const { plan } = patrol.route, language = patrol.english() ? 1 : 0;
  const of = { ...plan.results };
  const visits = plan.stops.map((stop) => {
    const record = patrol.records.of(stop.id), result = patrol.records.result(record);
    const parts = [`${stop.order} ${stop.name}`, result && of[result][language], record.note, ...(record.findings || []).map(({ what }) => what)];
    return parts.filter(Boolean).join(" · ");
  });
  const places = patrol.exports.places().filter((place) => !place.deleted)
    .map((place) => [`+ ${place.name || patrol.word("js.place")[language]}`, place.what, place.lat != null && `${place.lat},${place.lon}`].filter(Boolean).join(" · "));
  return [`${plan.team} ${plan.day}`, ...visits, ...places].join("\n");
};

patrol.handover.copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    patrol.route.toast(patrol.t("js.copied"));
  } catch {
    patrol.route.toast(patrol.t("js.not_copied"));
  }
};

/* Take the results of the team's other phone from a file. */
patrol.handover.merge = async (file) => {
  const { plan } = patrol.route;
  const { file: read, fault } = patrol.merging.read(await file.text(), plan);
  if (fault) { patrol.route.toast(patrol.t(...fault)); return; }
  const counts = patrol.merging.take(read, plan);
  patrol.route.refresh();
  const words = [patrol.t("js.merged", counts)];
  if (counts.unknown) words.push(" ", patrol.t("js.merged_unknown", { n: counts.unknown }));
  patrol.route.toast(patrol.el("span", {}, ...words));
};

patrol.handover.merging = () => {
  const field = document.getElementById("merge-file");
  patrol.on("merge-button", () => field.click());
  field.addEventListener("change", async () => {
    if (field.files.length) await patrol.handover.merge(field.files[0]);
    field.value = "";
  });
};

patrol.handover.start = () => {
  const { plan } = patrol.route;
  patrol.handover.name = `patrol-${plan.plan}-${plan.route}`.replace(/[^\w.-]+/g, "_");
  const json = () => patrol.handover.results("json", JSON.stringify(patrol.exports.json(plan), null, 1), "application/json");
  patrol.on("export-json", json);
  if (!patrol.uploads) patrol.on("not-exported", json);
  patrol.on("export-csv", () => patrol.handover.results("csv", patrol.exports.csv(plan), "text/csv;charset=utf-8"));
  patrol.on("export-gpx", () => patrol.exports.save(`${patrol.handover.name}.gpx`, patrol.exports.gpx(plan), "application/gpx+xml"));
  patrol.on("export-qr", patrol.handover.show);
  patrol.on("copy-text", () => patrol.handover.copy(patrol.handover.text()));
  patrol.on("qr-copy", () => patrol.handover.copy(patrol.handover.scanned));
  patrol.on("qr-close", () => document.getElementById("qr").close());
  patrol.handover.merging();
};
