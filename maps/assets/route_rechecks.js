/* Findings of before, looked at again: mended or still there, and a word about it. */
"use strict";
patrol.rechecks = {};

patrol.rechecks.change = (item, finding, change) => {
  const { site } = item.dataset;
  const listed = patrol.records.of(site).rechecked || [];
  const before = listed.find((one) => one.finding === finding) || { finding, state: null, note: "" };
  const after = { ...before, ...change };
  const rest = listed.filter((one) => one.finding !== finding);
  patrol.records.change(site, { rechecked: after.state ? [...rest, after] : rest });
};

/* A second press on the same answer takes it back. */
patrol.rechecks.press = (item, button) => {
  const { known } = button.closest("[data-known]").dataset;
  const was = button.getAttribute("aria-pressed") === "true";
  patrol.rechecks.change(item, known, { state: was ? null : button.dataset.recheck });
  patrol.route.refresh();
  const { result } = patrol.records.of(item.dataset.site);
  if (result === "clean" && patrol.doubts.held(patrol.records.of(item.dataset.site))) patrol.doubts.ask(item, patrol.doubts.about(item, result));
};

patrol.rechecks.note = (item, field) => patrol.rechecks.change(item, field.closest("[data-known]").dataset.known, { note: field.value.trim() });

patrol.rechecks.fill = (item, record) => {
  for (const known of item.querySelectorAll("[data-known]")) {
    const said = (record.rechecked || []).find(({ finding }) => finding === known.dataset.known);
    for (const button of known.querySelectorAll("[data-recheck]")) button.setAttribute("aria-pressed", said?.state === button.dataset.recheck);
    const note = known.querySelector("[data-recheck-note]");
    note.hidden = !said;
    if (document.activeElement !== note) note.value = said?.note || "";
  }
};
