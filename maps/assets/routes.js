/* Routes: lines on the real roads, arrows, and numbered stops that step aside for each other. */
"use strict";
patrol.Routes = patrol.CanvasLayer.extend({
  draw(context, view) {
    const shown = (this.routes || []).filter((route) => this.shows(route));
    const busy = shown.length > this.options.calm;
    context.lineJoin = context.lineCap = "round";
    for (const casing of [true, false]) {
      for (const route of shown) this.line(context, view, route, casing, busy);
    }
    if (!busy) for (const route of shown) this.arrows(context, view, route);
    for (const route of shown) this.base(context, view, route);
    const radius = busy ? 5 : view.zoom < 12.5 ? 9.5 : 13;
    this.pins = this.placed(shown, view, busy ? 0 : radius * 2.25);
    if (!busy) for (const pin of this.pins) this.leader(context, pin);
    for (const pin of [...this.pins].reverse()) this.pin(context, pin, radius, busy);
  },

  line(context, view, route, casing, busy) {
    const strong = this.focus === route.key;
    context.beginPath();
    for (let i = 0; i < route.x.length; i++) {
      const x = view.x(route.x[i]), y = view.y(route.y[i]);
      if (i) context.lineTo(x, y); else context.moveTo(x, y);
    }
    const width = (busy ? 3 : 4.5) + (strong ? 2 : 0);
    context.setLineDash(casing ? [] : route.dash);
    context.lineCap = route.dash.length && !casing ? "butt" : "round";
    context.lineWidth = casing ? width + 3.5 : width;
    context.strokeStyle = casing ? "rgba(255,255,255,.92)" : route.colour;
    context.globalAlpha = this.focus && !strong ? 0.45 : 1;
    context.stroke();
    context.globalAlpha = 1;
    context.setLineDash([]);
  },

  arrows(context, view, route) {
    let since = 60;
    for (let i = 1; i < route.x.length; i++) {
      const ax = view.x(route.x[i - 1]), ay = view.y(route.y[i - 1]);
      const bx = view.x(route.x[i]), by = view.y(route.y[i]);
      const length = Math.hypot(bx - ax, by - ay);
      since += length;
      if (since < 110 || length < 6) continue;
      since = 0;
      context.save();
      context.translate((ax + bx) / 2, (ay + by) / 2);
      context.rotate(Math.atan2(by - ay, bx - ax));
      context.beginPath();
      context.moveTo(-5, -6); context.lineTo(6, 0); context.lineTo(-5, 6); context.closePath();
      context.fillStyle = route.colour;
      context.strokeStyle = "#fff";
      context.lineWidth = 1.6;
      context.fill();
      context.stroke();
      context.restore();
    }
  },

  base(context, view, route) {
    const x = view.x(patrol.worldX(route.base[0])), y = view.y(patrol.worldY(route.base[1]));
    context.beginPath();
    context.moveTo(x, y - 11); context.lineTo(x + 11, y - 1); context.lineTo(x + 8, y - 1);
    context.lineTo(x + 8, y + 9); context.lineTo(x - 8, y + 9); context.lineTo(x - 8, y - 1);
    context.lineTo(x - 11, y - 1); context.closePath();
    context.fillStyle = "#fff";
    context.strokeStyle = patrol.OUTLINE;
    context.lineWidth = 2;
    context.fill();
    context.stroke();
    context.fillStyle = patrol.OUTLINE;
    context.fillRect(x - 2.5, y + 2, 5, 7);
  },

  /* Push stops apart until none hides another; each keeps a leader to its true place. */
  placed(shown, view, gap) {
    const pins = [];
    for (const route of shown) {
      for (const stop of route.stops) {
        const x = view.x(patrol.worldX(stop.lon)), y = view.y(patrol.worldY(stop.lat));
        if (x < -60 || y < -60 || x > view.width + 60 || y > view.height + 60) continue;
        pins.push({ route, stop, x, y, footX: x, footY: y });
      }
    }
    for (let round = 0; gap && pins.length < 160 && round < 40; round++) {
      if (!patrol.spread(pins, gap)) break;
    }
    return pins;
  },

  leader(context, pin) {
    if (Math.hypot(pin.x - pin.footX, pin.y - pin.footY) < 3) return;
    context.beginPath();
    context.moveTo(pin.footX, pin.footY);
    context.lineTo(pin.x, pin.y);
    context.lineWidth = 2;
    context.strokeStyle = patrol.OUTLINE;
    context.stroke();
    context.beginPath();
    context.arc(pin.footX, pin.footY, 3, 0, 7);
    context.fillStyle = patrol.OUTLINE;
    context.fill();
  },

  pin(context, pin, radius, busy) {
    const { stop, route } = pin;
    const state = this.state?.(stop) || "open";
    if (busy) return patrol.dot(context, stop.grade, pin.x, pin.y, radius, {});
    const strong = this.chosen === stop.id;
    context.globalAlpha = this.focus && this.focus !== route.key ? 0.5 : state === "open" ? 1 : 0.75;
    if (state === "open") {
      patrol.badge(context, stop.grade, pin.x, pin.y, strong ? radius + 4 : radius, String(stop.order), route.colour);
    } else {
      context.beginPath();
      context.arc(pin.x, pin.y, radius, 0, 7);
      context.fillStyle = "#eef1f4";
      context.fill();
      context.lineWidth = 2;
      context.strokeStyle = state === "done" ? "#1a7f37" : "#8a5a00";
      context.stroke();
      context.fillStyle = context.strokeStyle;
      context.font = `700 ${radius}px system-ui, sans-serif`;
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillText(state === "done" ? "✓" : "—", pin.x, pin.y);
    }
    context.globalAlpha = 1;
    if (!strong) return undefined;
    context.beginPath();
    context.arc(pin.x, pin.y, radius + 9, 0, 7);
    context.lineWidth = 3;
    context.strokeStyle = "#0b5cab";
    context.stroke();
    return undefined;
  },

  /* The stop under a click, or nothing. */
  hit(event, reach) {
    const spot = this.spot(event);
    let best = null, least = reach;
    for (const pin of this.pins || []) {
      const away = Math.hypot(pin.x - spot.x, pin.y - spot.y);
      if (away < least) { least = away; best = pin; }
    }
    return best;
  },

  bounds(routes) {
    const box = L.latLngBounds([]);
    for (const route of routes) {
      box.extend([route.base[1], route.base[0]]);
      for (const stop of route.stops) box.extend([stop.lat, stop.lon]);
    }
    return box;
  },
});

patrol.spread = (pins, gap) => {
  let moved = false;
  for (let i = 0; i < pins.length; i++) {
    for (let j = i + 1; j < pins.length; j++) {
      let dx = pins[j].x - pins[i].x, dy = pins[j].y - pins[i].y;
      let away = Math.hypot(dx, dy);
      if (away >= gap) continue;
      if (away < 0.01) { dx = Math.cos(i + j); dy = Math.sin(i + j); away = 1; }
      const push = (gap - away) / 2 + 0.2;
      pins[i].x -= (dx / away) * push; pins[i].y -= (dy / away) * push;
      pins[j].x += (dx / away) * push; pins[j].y += (dy / away) * push;
      moved = true;
    }
  }
  return moved;
};

/* Sites that were left out: open shapes, so that nobody takes them for stops. */
patrol.LeftOut = patrol.CanvasLayer.extend({
  draw(context, view) {
    if (!this.shown) return;
    for (const site of this.marks || []) {
      patrol.dot(context, site.grade, view.x(site.x), view.y(site.y), 5, { hollow: true });
    }
  },
  hit(event, reach) {
    if (!this.shown) return null;
    const size = 256 * 2 ** this._map.getZoom();
    const x = patrol.worldX(event.latlng.lng), y = patrol.worldY(event.latlng.lat);
    return (this.marks || []).find((m) => Math.hypot((m.x - x) * size, (m.y - y) * size) < reach);
  },
});

patrol.routes = (map, id, options) => {
  const layer = new patrol.Routes({ pane: patrol.pane(map, "routes", 460), calm: options.calm });
  const rest = new patrol.LeftOut({ pane: patrol.pane(map, "leftout", 455) });
  rest.addTo(map);
  layer.addTo(map);
  layer.shows = () => true;
  layer.leftOut = rest;
  layer.ready = patrol.inflateJson(id).then(({ routes, left_out }) => {
    for (const route of routes) {
      route.x = route.line.filter((_, i) => i % 2 === 0).map((lon) => patrol.worldX(lon / 1e5));
      route.y = route.line.filter((_, i) => i % 2 === 1).map((lat) => patrol.worldY(lat / 1e5));
    }
    for (const mark of left_out) { mark.x = patrol.worldX(mark.lon); mark.y = patrol.worldY(mark.lat); }
    layer.routes = routes;
    rest.marks = left_out;
    layer.redraw();
    rest.redraw();
  });
  return layer;
};
