/* Places found on the way that no ledger knows: a name or what was seen, a time, a point if there is one. */
"use strict";
patrol.places = { id: null, spot: {} };

patrol.places.field = (name) => document.querySelector(`#place [name=${name}]`);

patrol.places.refresh = () => {
  const { places } = patrol.records;
  const ids = Object.keys(places).sort((one, other) => (places[one].at < places[other].at ? -1 : 1));
  const told = ids.map((id) => [id, places[id], patrol.records.older[id]]);
  patrol.route.relist(document.getElementById("place-list"), told, () => ids.map(patrol.places.card));
  document.getElementById("place-count").textContent = ids.filter((id) => !places[id].deleted).length || "";
  patrol.places.draw(ids.filter((id) => !places[id].deleted && places[id].lon != null));
};

patrol.places.card = (id) => {
  const place = patrol.records.places[id];
  const item = patrol.el("li", { class: place.deleted ? "place gone" : "place", "data-place": id });
  const facts = [patrol.route.time(place.at), place.village,
    place.deleted ? patrol.t("js.place_gone") : place.lon == null ? patrol.t("js.place_unplaced") : patrol.t("js.place_point", { n: Math.round(place.accuracy_m ?? 0) })];
  if (place.photos != null) facts.push(patrol.t("js.photos", { n: place.photos }));
  item.append(patrol.el("h3", {}, place.name || place.what || patrol.t("js.place")),
    patrol.el("p", { class: "meta dotted" }, ...facts.filter(Boolean).map((fact) => patrol.el("span", {}, fact))));
  if (place.name && place.what) item.append(patrol.el("p", {}, place.what));
  const found = patrol.el("ul", { class: "found" });
  patrol.findings.list(found, id);
  const older = patrol.el("p", { class: "older" });
  patrol.route.older(older, patrol.records.older[id] || []);
  const button = (act, key) => patrol.el("button", { type: "button", "data-place-act": act }, patrol.t(key));
  const acts = place.deleted ? [button("restore", "js.place_back")] : [button("edit", "js.place_edit"), button("find", "js.add_finding"), button("remove", "js.place_remove")];
  item.append(found, older, patrol.el("div", { class: "place-acts" }, ...acts));
  return item;
};

/* Rings on the map, so that nobody takes them for stops. */
patrol.places.draw = (ids) => {
  patrol.places.rings ??= L.layerGroup().addTo(patrol.map);
  patrol.places.rings.clearLayers();
  for (const id of ids) {
    const { lon, lat } = patrol.records.places[id];
    L.circleMarker([lat, lon], { radius: 9, weight: 4, color: "#0b5cab", fillColor: "#fff", fillOpacity: 1, interactive: false }).addTo(patrol.places.rings);
  }
};

patrol.places.acts = {
  edit: (id) => patrol.places.open(id),
  find: (id) => patrol.findings.open(id),
  remove: (id) => patrol.records.changePlace(id, { deleted: true }),
  restore: (id) => patrol.records.changePlace(id, { deleted: false }),
};

patrol.places.press = ({ target }) => {
  const id = target.closest("[data-place]")?.dataset.place;
  const { placeAct, finding } = target.closest("button")?.dataset || {};
  if (!id) return;
  if (placeAct) { patrol.places.acts[placeAct](id); patrol.route.refresh(); }
  if (finding) patrol.findings.open(id, finding);
};

patrol.places.open = (id = null) => {
  const { field } = patrol.places;
  const place = patrol.records.places[id] || {};
  patrol.places.id = id;
  patrol.places.at = place.at || patrol.now().toISOString();
  patrol.places.spot = { lon: place.lon ?? null, lat: place.lat ?? null, accuracy_m: place.accuracy_m ?? null };
  for (const name of ["name", "what", "village", "photos"]) field(name).value = place[name] ?? "";
  patrol.places.say(place.lon == null ? "js.place_unplaced" : "js.place_point", { n: Math.round(place.accuracy_m ?? 0) });
  document.querySelector("#place .fault").hidden = true;
  document.getElementById("place").showModal();
};

patrol.places.say = (key, figures) => document.getElementById("place-spot").replaceChildren(patrol.t(key, figures));

/* The position is asked for once, when somebody presses; it is never followed. */
patrol.places.locate = () => {
  if (!navigator.geolocation) { patrol.places.say("js.place_no_gps"); return; }
  patrol.places.say("js.place_asking");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const round = (degrees) => Math.round(degrees * 1e6) / 1e6;
      patrol.places.spot = { lon: round(coords.longitude), lat: round(coords.latitude), accuracy_m: Math.round(coords.accuracy) };
      patrol.places.say("js.place_point", { n: Math.round(coords.accuracy) });
    },
    () => patrol.places.say("js.place_no_gps"),
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 0 },
  );
};

patrol.places.save = () => {
  const { field, at, spot } = patrol.places;
  const entered = { name: field("name").value.trim(), what: field("what").value.trim() };
  if (!entered.name && !entered.what) { document.querySelector("#place .fault").hidden = false; field("name").focus(); return; }
  const id = patrol.places.id || patrol.records.fresh("p");
  const before = patrol.records.places[id] || { findings: [], deleted: false };
  patrol.records.changePlace(id, { ...before, ...entered, ...spot, at, village: field("village").value.trim() || null, photos: patrol.route.photos(field("photos")) });
  document.getElementById("place").close();
  patrol.route.refresh();
  patrol.route.toast(patrol.t("js.place_saved"));
};

patrol.places.start = () => {
  patrol.on("place-add", () => patrol.places.open());
  patrol.on("place-locate", patrol.places.locate);
  patrol.on("place-save", patrol.places.save);
  patrol.on("place-close", () => document.getElementById("place").close());
  document.getElementById("place-list").addEventListener("click", patrol.places.press);
};
