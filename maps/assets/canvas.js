/* A Leaflet layer that is one canvas, redrawn after each move and scaled while zooming. */
"use strict";
patrol.CanvasLayer = L.Renderer.extend({
  options: { padding: 0.15 },

  _initContainer() {
    this._container = patrol.el("canvas", { "aria-hidden": "true" });
    this._container.style.pointerEvents = "none";
  },

  _destroyContainer() {
    this._container.remove();
    delete this._container;
  },

  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    const sharp = Math.min(2, window.devicePixelRatio || 1);
    const canvas = this._container;
    canvas.width = size.x * sharp;
    canvas.height = size.y * sharp;
    canvas.style.width = `${size.x}px`;
    canvas.style.height = `${size.y}px`;
    L.DomUtil.setPosition(canvas, this._bounds.min);
    this.redraw();
  },

  _updatePaths() {},

  redraw() {
    if (!this._map || !this._container || !this._bounds) return;
    const context = this._container.getContext("2d");
    const sharp = Math.min(2, window.devicePixelRatio || 1);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this._container.width, this._container.height);
    context.setTransform(sharp, 0, 0, sharp, 0, 0);
    const zoom = this._map.getZoom();
    const size = 256 * 2 ** zoom;
    const corner = this._map.getPixelOrigin().add(this._bounds.min);
    const extent = this._bounds.getSize();
    const view = {
      zoom, size, sharp, width: extent.x, height: extent.y,
      x: (world) => world * size - corner.x,
      y: (world) => world * size - corner.y,
    };
    this.draw(context, view);
  },

  /* Where a mouse event is, in the canvas's own pixels. */
  spot(event) {
    return this._map.containerPointToLayerPoint(event.containerPoint).subtract(this._bounds.min);
  },
});

patrol.pane = (map, name, order) => {
  const pane = map.getPane(name) || map.createPane(name);
  pane.style.zIndex = order;
  pane.style.pointerEvents = "none";
  return name;
};

/* A flat list of lon, lat as corners in the unit square; and rings of such corners as one path. */
patrol.worldRing = (flat) => {
  const corners = [];
  for (let i = 0; i < flat.length; i += 2) corners.push([patrol.worldX(flat[i]), patrol.worldY(flat[i + 1])]);
  return corners;
};

patrol.traceRings = (context, view, rings) => {
  context.beginPath();
  for (const ring of rings) {
    ring.forEach(([x, y], i) => (i ? context.lineTo(view.x(x), view.y(y)) : context.moveTo(view.x(x), view.y(y))));
    context.closePath();
  }
};

/* Columns of equal length as rows: alike values lie together and pack better. */
patrol.rowsOf = (columns) => {
  const names = Object.keys(columns);
  return columns[names[0]].map((_, i) => Object.fromEntries(names.map((name) => [name, columns[name][i]])));
};
