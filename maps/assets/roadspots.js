/* Spots of the road map worth a look: rings, off until asked for; a click says what is wrong. */
"use strict";
patrol.roadspots = (map, id) => {
  const layer = L.layerGroup();
  layer.ready = patrol.inflateJson(id).then((rows) => {
    for (const [lon, lat, zh, en] of rows) {
      const words = patrol.el("div", {}, ...[patrol.both(zh, en)].flat());
      L.circleMarker([lat, lon], { radius: 8, color: "#111", weight: 2.5, dashArray: "4 3", fill: true, fillColor: "#fff", fillOpacity: 0.55 })
        .bindPopup(words).addTo(layer);
    }
  });
  return layer;
};
