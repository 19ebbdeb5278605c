/* The view in the address, so that a link reopens it: place, filters, layers, colours. */
"use strict";
patrol.hot.link = {
  /* What a page shows that nobody has touched; only what differs from it goes into the address. */
  remember() {
    this.start = Object.fromEntries(this.entries());
  },

  entries() {
    const value = (id) => document.getElementById(id).value;
    const name = (list, place) => (place === "" ? "" : patrol.json(list)[place]);
    const [since, until] = patrol.hot.ends();
    const { count } = patrol.hot.scale;
    return [
      ["grades", [...patrol.hot.grades()].join()],
      ["kind", value("kind")],
      ["village", name("villages", value("village"))],
      ["industry", name("industries", value("industry"))],
      ["since", since === 0 ? "" : patrol.hot.edgeDay(since)],
      ["until", until === count ? "" : patrol.hot.edgeDay(until)],
      ["never", document.getElementById("never").checked ? "1" : "0"],
      ["colour", patrol.layers.cells.colouring],
      ["layers", this.layers().filter((box) => box.checked).map(this.layerOf).join()],
    ];
  },

  layers: () => [...document.querySelectorAll("[data-layer], #layer-alerts, #layer-plain")],
  layerOf: (box) => box.dataset.layer || box.id.replace("layer-", ""),

  write() {
    const { map } = patrol;
    const { lat, lng } = map.getCenter();
    const changed = new URLSearchParams(patrol.hot.link.entries().filter(([key, value]) => value !== patrol.hot.link.start[key]));
    const filters = changed.size ? `?${changed}` : "";
    history.replaceState(null, "", `#${map.getZoom()}/${lat.toFixed(5)}/${lng.toFixed(5)}${filters}`);
  },

  /* A part that this page does not know, such as a village that is gone, is left as it was. */
  read() {
    const [view, filters] = location.hash.slice(1).split("?");
    const parts = view.split("/").map(Number);
    if (parts.length !== 3 || !parts.every(Number.isFinite)) return;
    const asked = new URLSearchParams(filters || "");
    this.apply((key) => asked.get(key) ?? this.start[key]);
    patrol.map.setView([parts[1], parts[2]], parts[0], { animate: false });
  },

  apply(wanted) {
    const grades = wanted("grades").split(",");
    for (const box of document.querySelectorAll("[name=grade]")) box.checked = grades.includes(box.value);
    this.choose("kind", wanted("kind"));
    for (const [id, list] of [["village", "villages"], ["industry", "industries"]]) {
      const place = wanted(id) === "" ? "" : patrol.json(list).indexOf(wanted(id));
      this.choose(id, String(place));
    }
    this.times(wanted("since"), wanted("until"));
    document.getElementById("never").checked = wanted("never") === "1";
    const layers = wanted("layers").split(",");
    for (const box of this.layers()) this.tick(box, layers.includes(this.layerOf(box)));
    const radio = [...document.querySelectorAll("[name=colour]")].find((one) => one.value === wanted("colour"));
    if (radio) this.tick(radio, true);
    patrol.hot.refresh();
  },

  choose(id, value) {
    const list = document.getElementById(id);
    if ([...list.options].some((option) => option.value === value)) list.value = value;
  },

  /* Days of another week's page fall on the nearest end that this page has. */
  times(since, until) {
    const { count } = patrol.hot.scale;
    let first = 0, last = count;
    while (since && first < count - 1 && patrol.hot.edgeDay(first) < since) first++;
    while (until && last > first + 1 && patrol.hot.edgeDay(last) > until) last--;
    document.getElementById("since").value = first;
    document.getElementById("until").value = last;
  },

  tick(box, checked) {
    if (box.checked === checked) return;
    box.checked = checked;
    box.dispatchEvent(new Event("change"));
  },
};

patrol.hot.permalink = () => {
  const { link } = patrol.hot;
  link.remember();
  link.read();
  patrol.map.on("moveend", link.write);
  document.querySelector(".filters").addEventListener("change", link.write);
  document.querySelector(".doubts")?.addEventListener("change", link.write);
  window.addEventListener("hashchange", () => link.read());
};
