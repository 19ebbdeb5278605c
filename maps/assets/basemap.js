/* The ground: roads, water, green, names, drawn from a varint stream (see maps/basemap.py). */
"use strict";
patrol.Basemap = patrol.CanvasLayer.extend({
  draw(context, view) {
    context.fillStyle = "#f4f2ec";
    context.fillRect(0, 0, view.width, view.height);
    if (!this.paths) return;
    const { scale, place } = this.frame(view);
    place(context);
    this.areas(context, view, scale);
    this.roads(context, view, scale);
    context.setTransform(view.sharp, 0, 0, view.sharp, 0, 0);
  },

  /* Paths are kept in pixels of zoom 15 around a centre, precise enough for 32 bit drawing. */
  frame(view) {
    const scale = 2 ** (view.zoom - 15);
    const { x, y } = this.centre;
    const place = (context) => context.setTransform(
      view.sharp * scale, 0, 0, view.sharp * scale, view.sharp * view.x(x), view.sharp * view.y(y));
    return { scale, place };
  },

  areas(context, view, scale) {
    const fills = [[9, "#ece4ec"], [7, "#d5e8c8"], [6, "#aad3df"], [8, "#e3dcd2"]];
    for (const [kind, colour] of fills) {
      if (kind === 8 && view.zoom <= 14) continue;
      context.fillStyle = colour;
      if (this.paths[kind]) context.fill(this.paths[kind]);
    }
    context.strokeStyle = "#aad3df";
    context.lineWidth = 2 / scale;
    if (this.paths.stream) context.stroke(this.paths.stream);
    for (const [kind, colour, width] of [[11, "#b9a5c4", 1], [10, "#8d6f9e", 2]]) {
      if (!this.paths[kind]) continue;
      context.setLineDash([6 / scale, 4 / scale]);
      context.strokeStyle = colour;
      context.lineWidth = width / scale;
      context.stroke(this.paths[kind]);
      context.setLineDash([]);
    }
  },

  roads(context, view, scale) {
    const last = view.zoom < 13 ? 3 : view.zoom < 14 ? 4 : 5;
    const width = (kind) =>
      Math.max(0.8, [9, 8, 7, 6, 4, 2][kind] * Math.max(0.5, 2 ** (view.zoom - 15)) * 0.6);
    const fills = ["#f2b48c", "#f6c98f", "#fbe29a", "#ffffff", "#ffffff", "#ffffff"];
    context.lineCap = context.lineJoin = "round";
    for (const casing of [true, false]) {
      for (let kind = last; kind >= 0; kind--) {
        if (!this.paths[kind]) continue;
        context.strokeStyle = casing ? "#b9b2a6" : fills[kind];
        context.lineWidth = (Math.min(width(kind), 26) + (casing ? 1.6 : 0)) / scale;
        context.stroke(this.paths[kind]);
      }
    }
  },
});

/* Names lie above cells and routes, so that a place is never hidden by what is said of it. */
patrol.Names = patrol.CanvasLayer.extend({
  draw(context, view) {
    const taken = patrol.labelled(context, view);
    for (const [kind, text, x, y, angle] of this.names || []) {
      const look = patrol.nameLook(kind, view.zoom);
      if (!look) continue;
      const px = view.x(x), middle = view.y(y);
      if (px < -80 || middle < -40 || px > view.width + 80 || middle > view.height + 40) continue;
      context.font = `${look.weight} ${look.size}px system-ui, "PingFang SC", "Noto Sans CJK SC", sans-serif`;
      const half = context.measureText(text).width / 2 + 3;
      const tall = kind === "road" ? half * Math.abs(Math.sin((angle * Math.PI) / 180)) + 8 : 9;
      const free = (at) => !taken.some((other) => patrol.overlaps([px - half, at - tall, px + half, at + tall], other));
      const py = (kind === "village" ? [0, 19, -19] : [0]).map((step) => middle + step).find(free);
      if (py === undefined) continue;
      taken.push([px - half, py - tall, px + half, py + tall]);
      context.save();
      context.translate(px, py);
      context.rotate((angle * Math.PI) / 180);
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.lineJoin = "round";
      context.lineWidth = 3.2;
      context.strokeStyle = "rgba(255,255,255,.9)";
      context.strokeText(text, 0, 0);
      context.fillStyle = look.colour;
      context.fillText(text, 0, 0);
      context.restore();
    }
  },
});

/* Room that labels of areas above the ground take: names stand beside them, not below. */
patrol.labelled = (context, view) => Object.values(patrol.layers)
  .filter((layer) => layer.labels && layer._map)
  .flatMap((layer) => layer.labels(context, view).map(({ box }) => box));

patrol.nameLook = (kind, zoom) => {
  if (kind === "town") return { size: 16, weight: 700, colour: "#4a3357" };
  if (kind === "village") return zoom < 11.5 ? null : { size: zoom < 14 ? 12 : 13.5, weight: 600, colour: "#3d444d" };
  if (kind === "water") return zoom < 13 ? null : { size: 12, weight: 500, colour: "#1f5f7a" };
  if (kind === "road") return zoom < 13.5 ? null : { size: 11, weight: 500, colour: "#6b5f4d" };
  return zoom < 15 ? null : { size: 11.5, weight: 500, colour: "#57606a" };
};

patrol.overlaps = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

/* Decode the stream into one path per class. */
patrol.groundPaths = (bytes) => {
  let at = 0;
  const next = () => {
    let value = 0, factor = 1, byte;
    do { byte = bytes[at++]; value += (byte & 127) * factor; factor *= 128; } while (byte > 127);
    return value % 2 ? -(value + 1) / 2 : value / 2;
  };
  const zoom15 = 256 * 2 ** 15;
  const paths = {};
  let lon = 0, lat = 0, centre = null;
  while (at < bytes.length) {
    const kind = next();
    const count = next();
    const line = [];
    for (let i = 0; i < count; i++) {
      lon += next();
      lat += next();
      const x = patrol.worldX(lon / 1e5), y = patrol.worldY(lat / 1e5);
      centre ??= { x, y };
      line.push([(x - centre.x) * zoom15, (y - centre.y) * zoom15]);
    }
    const first = line[0], end = line[count - 1];
    const open = kind === 6 && (first[0] !== end[0] || first[1] !== end[1]);
    const path = (paths[open ? "stream" : kind] ??= new Path2D());
    line.forEach(([x, y], i) => (i ? path.lineTo(x, y) : path.moveTo(x, y)));
  }
  return { paths, centre };
};

patrol.basemap = (map, id) => {
  const ground = new patrol.Basemap({ pane: patrol.pane(map, "ground", 150), padding: 0.2 });
  const names = new patrol.Names({ pane: patrol.pane(map, "names", 420), padding: 0.1 });
  ground.addTo(map);
  names.addTo(map);
  ground.ready = patrol.inflate(id).then((bytes) => {
    const length = new DataView(bytes.buffer).getUint32(0, true);
    Object.assign(ground, patrol.groundPaths(bytes.subarray(4, 4 + length)));
    const order = { town: 0, village: 1, water: 2, school: 3, medical: 3, road: 4 };
    names.names = JSON.parse(new TextDecoder().decode(bytes.subarray(4 + length)))
      .map(([kind, text, lon, lat, angle]) => [kind, text, patrol.worldX(lon), patrol.worldY(lat), angle])
      .sort((a, b) => order[a[0]] - order[b[0]]);
    ground.redraw();
    names.redraw();
  });
  ground.names = names;
  return ground;
};
