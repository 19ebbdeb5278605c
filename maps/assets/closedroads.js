/* Roads that the plan counted as closed: a barred black band, under the routes; a click says which days. */
"use strict";
patrol.closedroads = (map, id) => {
  const layer = L.layerGroup();
  const pane = patrol.pane(map, "closedroads", 450);
  layer.ready = patrol.inflateJson(id).then((rows) => {
    for (const [zh, en, lines] of rows) {
      for (const line of lines) {
        const places = [];
        for (let i = 0; i < line.length; i += 2) places.push([line[i + 1] / 1e5, line[i] / 1e5]);
        const words = patrol.el("div", {}, ...[patrol.both(zh, en)].flat());
        L.polyline(places, { pane, color: "#111", weight: 9 }).bindPopup(words).addTo(layer);
        L.polyline(places, { pane, color: "#fff", weight: 5, dashArray: "6 7", lineCap: "butt", interactive: false }).addTo(layer);
      }
    }
  });
  return layer.addTo(map);
};
