/* Outlined areas with labels: beats, stops of the car, dense shapes; off until asked for. */
"use strict";
patrol.Outlines = patrol.CanvasLayer.extend({
  draw(context, view) {
    for (const area of this.areas || []) {
      patrol.traceRings(context, view, area.world);
      if (area.fill) {
        context.globalAlpha = 0.25;
        context.fillStyle = area.fill;
        context.fill("evenodd");
        context.globalAlpha = 1;
      }
      context.lineJoin = "round";
      context.setLineDash([]);
      context.strokeStyle = "rgba(255,255,255,.85)";
      context.lineWidth = 4.5;
      context.stroke();
      context.setLineDash(this.options.dash);
      context.strokeStyle = area.edge;
      context.lineWidth = 2.2;
      context.stroke();
    }
    context.setLineDash([]);
    this.drawLabels(context, view);
  },

  /* Labels and where they stand; one that would cover another waits for a closer look. */
  labels(context, view) {
    const placed = [];
    if (view.zoom < this.options.labelZoom) return placed;
    context.font = "700 13px system-ui, sans-serif";
    for (const area of this.areas || []) {
      const text = patrol.say(area.label);
      const x = view.x(area.spot[0]), y = view.y(area.spot[1]);
      const half = context.measureText(text).width / 2 + 4;
      const box = [x - half, y - 10, x + half, y + 10];
      if (text && !placed.some((other) => patrol.overlaps(box, other.box))) placed.push({ text, x, y, box });
    }
    return placed;
  },

  drawLabels(context, view) {
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (const { text, x, y } of this.labels(context, view)) {
      context.lineWidth = 4;
      context.strokeStyle = "rgba(255,255,255,.95)";
      context.strokeText(text, x, y);
      context.fillStyle = "#1b1f24";
      context.fillText(text, x, y);
    }
  },
});

patrol.outlines = (map, id, options) => {
  const layer = new patrol.Outlines({ ...options, pane: patrol.pane(map, options.pane, 360) });
  layer.on("add remove", () => patrol.layers.basemap?.names.redraw());  // names keep clear of labels
  layer.ready = patrol.inflateJson(id).then((areas) => {
    for (const area of areas) {
      area.world = area.rings.map(patrol.worldRing);
      area.spot = patrol.worldRing(area.at)[0];
    }
    layer.areas = areas;
    layer.redraw();
  });
  return layer;
};
