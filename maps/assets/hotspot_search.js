/* Search by name: the worst grades first, and whatever hides a hit is switched off. */
"use strict";
patrol.hot.HITS = 8;

/* Places whose name holds the text, at most eight, the worst grade first. */
patrol.hot.named = (wanted) => {
  const { sites } = patrol.layers;
  patrol.hot.lowered ??= sites.names.map((name) => name.toLowerCase());
  const found = [[], [], [], []];
  for (let i = 0; i < sites.n && found[0].length < patrol.hot.HITS; i++) {
    const graded = found[sites.columns.grade[i]];
    if (graded.length < patrol.hot.HITS && patrol.hot.lowered[i].includes(wanted)) graded.push(i);
  }
  return found.flat().slice(0, patrol.hot.HITS);
};

patrol.hot.search = () => {
  const field = document.getElementById("find");
  const list = document.getElementById("hits");
  const close = () => { list.hidden = true; field.setAttribute("aria-expanded", "false"); field.removeAttribute("aria-activedescendant"); };
  let active = -1;
  const choose = (i) => { close(); patrol.hot.showSite(i); };
  const hits = () => {
    const wanted = field.value.trim().toLowerCase();
    list.replaceChildren();
    active = -1;
    if (!wanted) return close();
    const found = patrol.hot.named(wanted);
    for (const i of found) list.append(patrol.hot.hit(i, choose));
    if (!found.length) list.append(patrol.el("li", { class: "empty", role: "option", "aria-disabled": "true" }, patrol.t("js.no_hit")));
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    return undefined;
  };
  field.addEventListener("input", hits);
  field.addEventListener("keydown", (event) => {
    const options = [...list.querySelectorAll("[data-site]")];
    if (event.key === "Escape") close();
    if (event.key === "Enter" && options.length) choose(Number(options[Math.max(0, active)].dataset.site));
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || !options.length) return;
    event.preventDefault();
    active = (active + (event.key === "ArrowDown" ? 1 : options.length - 1) + (active < 0 && event.key === "ArrowUp" ? 1 : 0)) % options.length;
    options.forEach((option, place) => option.setAttribute("aria-selected", place === active));
    field.setAttribute("aria-activedescendant", options[active].id);
  });
};

patrol.hot.hit = (i, choose) => {
  const { sites } = patrol.layers;
  const grade = patrol.GRADES[sites.columns.grade[i]];
  return patrol.el("li", {
    role: "option", id: `hit-${i}`, "data-site": i, "aria-selected": "false",
    onclick: () => choose(i),
  }, patrol.el("i", { class: `mark ${grade}`, "aria-hidden": "true" }), patrol.el("span", {}, sites.names[i]),
  patrol.el("small", {}, patrol.villages[patrol.hot.villageOf(i)] || ""));
};
