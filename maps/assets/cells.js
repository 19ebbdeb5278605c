/* Grid cells: coloured by one meaning at a time, and marked where an alert stands. */
"use strict";
patrol.Cells = patrol.CanvasLayer.extend({
  draw(context, view) {
    if (!this.cells) return;
    const steps = this.looks[this.colouring];
    for (const cell of this.cells) if (!(this.code(cell) in steps)) this.edge(context, view, cell);
    for (const code of Object.keys(steps).reverse()) {
      for (const cell of this.cells) {
        if (this.code(cell) === code && this.shown(cell)) this.fill(context, view, cell, steps[code]);
      }
    }
    if (!this.selected) return;
    patrol.traceRings(context, view, this.selected.world);
    context.lineWidth = 3.5;
    context.strokeStyle = "#0b5cab";
    context.stroke();
  },

  /* Nothing can be said of this cell: its edge alone. */
  edge(context, view, cell) {
    patrol.traceRings(context, view, cell.world);
    context.strokeStyle = "rgba(90,98,108,.3)";
    context.lineWidth = 0.8;
    context.stroke();
  },

  code(cell) { return cell.paint[this.colouring]; },

  fill(context, view, cell, look) {
    patrol.traceRings(context, view, cell.world);
    context.fillStyle = look.hatch ? this.hatch(context, look.fill) : look.fill;
    context.globalAlpha = view.zoom >= 14 ? 0.6 : 1;
    context.fill("evenodd");
    context.globalAlpha = 1;
    context.strokeStyle = look.edge;
    context.lineWidth = view.size / 40075017 > 1 / 14 ? 1.2 : 0.8;
    context.stroke();
  },

  shown(cell) { return !this.hidden.has(this.code(cell)) || this.colouring !== "classes"; },

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

  at(latlng) { return this.cells?.find((cell) => this.shown(cell) && this.holds(cell, latlng)); },

  /* Even-odd test of a position, over holes and parts alike. */
  holds(cell, latlng) {
    const x = patrol.worldX(latlng.lng), y = patrol.worldY(latlng.lat);
    let inside = false;
    for (const ring of cell.world) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [ax, ay] = ring[i], [bx, by] = ring[j];
        if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
      }
    }
    return inside;
  },

  bounds(cell) {
    const corners = [];
    for (const ring of cell.rings) {
      for (let i = 0; i < ring.length; i += 2) corners.push([ring[i + 1], ring[i]]);
    }
    return L.latLngBounds(corners);
  },
});

/* Above names and roads: the sign of a trend, and a flag where an alert stands. */
patrol.CellMarks = patrol.CanvasLayer.extend({
  draw(context, view) {
    const { cells, looks, colouring } = this.of;
    for (const cell of cells || []) {
      const sign = looks[colouring][cell.paint[colouring]]?.sign;
      if (sign) this.write(context, view, cell, sign, "#1b1f24");
      if (this.alerts && cell.alert_months) this.mark(context, view, cell);
    }
  },

  /* How wide a cell is on the screen: signs and marks need room. */
  wide(view, cell) { return (cell.east - cell.west) * view.size; },

  write(context, view, cell, text, colour) {
    if (this.wide(view, cell) < 20) return;
    context.font = "700 15px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineWidth = 3;
    context.strokeStyle = "rgba(255,255,255,.9)";
    const x = view.x(cell.middle[0]), y = view.y(cell.middle[1]);
    context.strokeText(text, x, y);
    context.fillStyle = colour;
    context.fillText(text, x, y);
  },

  /* A flag for an alert, with the months in a row from the second on. */
  mark(context, view, cell) {
    const x = view.x(cell.middle[0]), y = view.y(cell.middle[1]);
    const r = this.wide(view, cell) < 20 ? 5 : 9;
    context.beginPath();
    context.moveTo(x, y - r * 1.15);
    context.lineTo(x + r * 1.15, y + r * 0.85);
    context.lineTo(x - r * 1.15, y + r * 0.85);
    context.closePath();
    context.fillStyle = cell.alert_months > 1 ? "#1b1f24" : "#ffd23f";
    context.fill();
    context.lineWidth = 1.5;
    context.strokeStyle = cell.alert_months > 1 ? "#fff" : "#1b1f24";
    context.stroke();
    if (r < 9) return;
    context.font = "700 10px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = cell.alert_months > 1 ? "#fff" : "#1b1f24";
    context.fillText(cell.alert_months > 1 ? String(cell.alert_months) : "!", x, y + r * 0.25);
  },
});

patrol.cells = (map, id) => {
  const layer = new patrol.Cells({ pane: patrol.pane(map, "cells", 350) });
  layer.hidden = new Set(["plain"]);
  layer.colouring = "classes";
  layer.marks = new patrol.CellMarks({ pane: patrol.pane(map, "marks", 610) });
  layer.marks.of = layer;
  layer.addTo(map);
  layer.marks.addTo(map);
  layer.on("add", () => layer.marks.addTo(map)).on("remove", () => layer.marks.remove());
  layer.ready = patrol.inflateJson(id).then(({ columns, looks }) => {
    layer.looks = looks;
    layer.cells = [];
    for (const cell of patrol.rowsOf(columns)) {
      cell.world = cell.rings.map(patrol.worldRing);
      const easts = cell.world.flat().map(([x]) => x);
      cell.west = easts.reduce((a, b) => Math.min(a, b));
      cell.east = easts.reduce((a, b) => Math.max(a, b));
      cell.middle = patrol.worldRing(cell.at)[0];
      layer.cells.push(cell);
    }
    layer.redraw();
    layer.marks.redraw();
  });
  return layer;
};
