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
    if (view.zoom >= this.options.labelZoom) this.drawLabels(context, view);
  },

  /* A label that would cover another one waits for a closer look. */
  drawLabels(context, view) {
    const taken = [];
    context.font = "700 13px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (const area of this.areas || []) {
      const text = patrol.say(area.label);
      const x = view.x(area.spot[0]), y = view.y(area.spot[1]);
      const half = context.measureText(text).width / 2 + 4;
      const box = [x - half, y - 10, x + half, y + 10];
      if (!text || taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
      taken.push(box);
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
