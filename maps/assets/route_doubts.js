/* One question before a stop is left whose words do not go together; the office's rule stands beside each answer. */
"use strict";
patrol.doubts = { LOOKS: ["clean", "finding", "illegal"], FINDS: ["finding", "illegal"] };

patrol.doubts.held = ({ rechecked = [] }) => rechecked.some(({ state }) => state === "open");

/* Findings of before whose re-check is due and has no answer. */
patrol.doubts.unanswered = (item) => {
  const answered = new Set((patrol.records.of(item.dataset.site).rechecked || []).map(({ finding }) => finding));
  return [...item.querySelectorAll("[data-known][data-due]")].filter((known) => !answered.has(known.dataset.known));
};

/* Whether a record says that something was found, and not a word of what. */
patrol.doubts.isBare = (record) =>
  patrol.doubts.FINDS.includes(record.result) && !record.findings?.length && !record.note && !patrol.doubts.held(record);

/* What to ask before a result is kept, if anything. */
patrol.doubts.about = (item, result) => {
  if (result === "clean" && patrol.doubts.held(patrol.records.of(item.dataset.site))) {
    return { ask: ["js.ask_held"], main: ["js.do_find", () => patrol.route.record(item, "finding", true)], other: ["js.do_change", () => patrol.doubts.lead(item)] };
  }
  const { length } = patrol.doubts.LOOKS.includes(result) ? patrol.doubts.unanswered(item) : [];
  if (!length) return null;
  return { ask: ["js.ask_recheck", { n: length }], main: ["js.do_recheck", () => patrol.doubts.lead(item)], other: ["js.do_leave", () => patrol.route.record(item, result, true)] };
};

/* Lead to the first re-check that has no answer, or to the first of all. */
patrol.doubts.lead = (item) => {
  item.classList.add("is-open");
  const known = patrol.doubts.unanswered(item)[0] || item.querySelector("[data-known]");
  known?.scrollIntoView({ block: "center" });
  known?.querySelector("button")?.focus({ preventScroll: true });
};

patrol.doubts.ask = (item, { ask, main, other }) => {
  const dialog = document.getElementById("doubt");
  patrol.route.close(item);
  dialog.querySelector(".target").textContent = patrol.findings.placeName(item.dataset.site);
  dialog.querySelector(".question").replaceChildren(patrol.t(...ask));
  for (const [id, [words, act]] of [["doubt-main", main], ["doubt-other", other]]) {
    const button = document.getElementById(id);
    button.replaceChildren(patrol.t(words));
    button.onclick = () => { dialog.close(); act(); };
  }
  dialog.showModal();
};

/* Who leaves the form of a finding with nothing written has found something that nobody can mend. */
patrol.doubts.afterFinding = () => {
  const item = patrol.route.item(patrol.findings.owner);
  if (!item || !patrol.doubts.isBare(patrol.records.of(item.dataset.site))) return;
  patrol.doubts.ask(item, {
    ask: ["js.ask_what"],
    main: ["js.do_write", () => patrol.findings.open(item.dataset.site)],
    other: ["js.do_undo", () => patrol.route.acts.undo(item)],
  });
};

patrol.doubts.start = () => document.getElementById("finding").addEventListener("close", patrol.doubts.afterFinding);
