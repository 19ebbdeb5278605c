/* Hazards found today, several at one place: what, how grave, by when, mended at once, photographs. */
"use strict";
patrol.findings = { owner: null, id: null };

patrol.findings.of = (owner) => patrol.records.held(owner).findings || [];

patrol.findings.field = (name) => document.querySelector(`#finding [name=${name}]`);

/* One line per finding; a press opens it again. */
patrol.findings.list = (list, owner) => {
  if (!list) return;
  const findings = patrol.findings.of(owner);
  patrol.route.relist(list, findings, () => findings.map(patrol.findings.line));
};

patrol.findings.line = (finding) => {
  const facts = [patrol.t(`js.level_${finding.level}`)];
  if (finding.on_the_spot) facts.push(patrol.t("js.on_the_spot"));
  else if (finding.due) facts.push(patrol.t("js.due", { due: finding.due }));
  if (finding.photos != null) facts.push(patrol.t("js.photos", { n: finding.photos }));
  return patrol.el("li", {}, patrol.el("button", { type: "button", "data-finding": finding.id },
    patrol.el("b", {}, finding.what), patrol.el("small", { class: "dotted" }, ...facts.map((fact) => patrol.el("span", {}, fact)))));
};

/* Ask for a finding at a stop or place; ``id`` opens one that was written down before. */
patrol.findings.open = (owner, id = null) => {
  const { field } = patrol.findings;
  const finding = patrol.findings.of(owner).find((one) => one.id === id) || { what: "", level: "ordinary" };
  Object.assign(patrol.findings, { owner, id });
  field("what").value = finding.what;
  document.querySelector(`#finding [name=level][value=${finding.level}]`).checked = true;
  field("spot").checked = Boolean(finding.on_the_spot);
  field("due").value = finding.due || "";
  field("photos").value = finding.photos ?? "";
  document.querySelector("#finding .target").textContent = patrol.findings.placeName(owner);
  document.getElementById("finding-delete").hidden = !id;
  patrol.findings.fault(null);
  patrol.findings.spot();
  document.getElementById("finding").showModal();
};

patrol.findings.placeName = (owner) => {
  const stop = patrol.route.plan.stops.find((one) => one.id === owner);
  return stop ? `${stop.order} ${stop.name}` : patrol.records.held(owner).name || patrol.say(patrol.word("js.place"));
};

patrol.findings.fault = (key) => {
  const line = document.querySelector("#finding .fault");
  line.hidden = !key;
  line.replaceChildren(...(key ? [patrol.t(key)] : []));
};

/* What is mended at once has no day by which it must be mended. */
patrol.findings.spot = () => {
  const { field } = patrol.findings;
  field("due").disabled = field("spot").checked;
  for (const button of document.querySelectorAll("#finding [data-days]")) button.disabled = field("spot").checked;
  if (field("spot").checked) field("due").value = "";
};

/* A day so many days after the visit: a date is long to enter with a thumb. */
patrol.findings.inDays = ({ target }) => {
  const days = Number(target.closest("[data-days]")?.dataset.days);
  if (!days) return;
  const day = new Date(`${patrol.route.plan.day}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  patrol.findings.field("due").value = day.toISOString().slice(0, 10);
};

patrol.findings.entered = () => {
  const { field, id } = patrol.findings;
  return {
    id: id || patrol.records.fresh(),
    what: field("what").value.trim(),
    level: document.querySelector("#finding [name=level]:checked").value,
    due: field("due").value || null,
    on_the_spot: field("spot").checked,
    photos: patrol.route.photos(field("photos")),
  };
};

patrol.findings.keep = (findings) => {
  const { owner } = patrol.findings;
  if (patrol.records.places[owner]) patrol.records.changePlace(owner, { findings });
  else patrol.records.change(owner, { findings, undone: false });
  document.getElementById("finding").close();
  patrol.route.refresh();
};

patrol.findings.save = () => {
  const { field, owner } = patrol.findings;
  if (!field("what").value.trim()) { patrol.findings.fault("js.say_what"); field("what").focus(); return; }
  if (field("due").value && field("due").value < patrol.route.plan.day) { patrol.findings.fault("js.due_past"); field("due").focus(); return; }
  const finding = patrol.findings.entered();
  const known = patrol.findings.of(owner);
  const is = known.some((one) => one.id === finding.id);
  patrol.findings.keep(is ? known.map((one) => (one.id === finding.id ? finding : one)) : [...known, finding]);
  patrol.route.toast(patrol.t("js.finding_saved", { n: patrol.findings.of(owner).length }));
};

patrol.findings.start = () => {
  patrol.on("finding-save", patrol.findings.save);
  patrol.on("finding-delete", () => patrol.findings.keep(patrol.findings.of(patrol.findings.owner).filter((one) => one.id !== patrol.findings.id)));
  patrol.on("finding-close", () => document.getElementById("finding").close());
  document.querySelector("#finding .soon").addEventListener("click", patrol.findings.inDays);
  patrol.findings.field("spot").addEventListener("change", patrol.findings.spot);
};
