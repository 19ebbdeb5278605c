/* Grid cells, coloured by what the statistic says of them. */
"use strict";
patrol.Cells = patrol.CanvasLayer.extend({
  draw(context, view) {
    if (this.coverage) this.drawCoverage(context, view); else this.drawClasses(context, view);
    if (!this.selected) return;
    this.trace(context, view, this.selected);
    context.lineWidth = 3.5;
    context.strokeStyle = "#0b5cab";
    context.stroke();
  },

  /* How long nobody has looked; never counts as the longest. */
  drawCoverage(context, view) {
    for (const cell of this.cells || []) {
      const [, fill, edge] = this.ages.find(([most]) => most == null || (cell.days_since ?? Infinity) <= most);
      this.trace(context, view, cell);
      context.fillStyle = fill;
      context.fill();
      context.strokeStyle = edge;
      context.lineWidth = 0.8;
      context.stroke();
    }
  },

  drawClasses(context, view) {
    const order = ["few", "plain", "cold", "hot90", "hot95", "hot99"];
    const wide = view.size / 40075017 > 1 / 14 ? 1.2 : 0.8;
    for (const name of order) {
      for (const cell of this.cells || []) {
        if (cell.class !== name || !this.shown(cell)) continue;
        this.trace(context, view, cell);
        const look = this.looks[name];
        context.fillStyle = look.hatch ? this.hatch(context, look.fill) : look.fill;
        context.globalAlpha = view.zoom >= 14 ? 0.6 : 1;
        context.fill();
        context.globalAlpha = 1;
        context.strokeStyle = look.edge;
        context.lineWidth = wide;
        context.stroke();
      }
    }
  },

  shown(cell) { return this.coverage || !this.hidden.has(cell.class); },

  trace(context, view, cell) {
    context.beginPath();
    cell.world.forEach(([x, y], i) =>
      i ? context.lineTo(view.x(x), view.y(y)) : context.moveTo(view.x(x), view.y(y)));
    context.closePath();
  },

  hatch(context, colour) {
    const tile = patrol.el("canvas", { width: 8, height: 8 });
    const pen = tile.getContext("2d");
    pen.strokeStyle = colour;
    pen.lineWidth = 1;
    pen.beginPath();
    for (const start of [-8, 0, 8]) { pen.moveTo(start, 8); pen.lineTo(start + 8, 0); }
    pen.stroke();
    return context.createPattern(tile, "repeat");
  },

  /* Even-odd test of the cell under a position. */
  at(latlng) {
    const x = patrol.worldX(latlng.lng), y = patrol.worldY(latlng.lat);
    return (this.cells || []).find((cell) => {
      let inside = false;
      const ring = cell.world;
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [ax, ay] = ring[i], [bx, by] = ring[j];
        if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
      }
      return inside && this.shown(cell);
    });
  },

  bounds(cell) {
    const corners = [];
    for (let i = 0; i < cell.ring.length; i += 2) corners.push([cell.ring[i + 1], cell.ring[i]]);
    return L.latLngBounds(corners);
  },
});

patrol.cells = (map, id) => {
  const layer = new patrol.Cells({ pane: patrol.pane(map, "cells", 350) });
  layer.hidden = new Set(["plain"]);
  layer.addTo(map);
  layer.ready = patrol.inflateJson(id).then(({ cells, looks, ages }) => {
    layer.looks = looks;
    layer.ages = ages;
    for (const cell of cells) {
      cell.world = [];
      for (let i = 0; i < cell.ring.length; i += 2) {
        cell.world.push([patrol.worldX(cell.ring[i]), patrol.worldY(cell.ring[i + 1])]);
      }
    }
    layer.cells = cells;
    layer.redraw();
  });
  return layer;
};
