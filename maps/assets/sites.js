/* Sites from columns of bytes (see maps/sites.py), thinned to what a screen can tell apart. */
"use strict";
patrol.Sites = patrol.CanvasLayer.extend({
  draw(context, view) {
    if (!this.n || view.zoom < this.options.fromZoom) return;
    const radius = view.zoom < 13 ? 3.4 : view.zoom < 15 ? 5.2 : 7.5;
    const kept = this.thinned(view);
    for (let grade = 3; grade >= 0; grade--) {
      for (const i of kept[grade]) {
        const x = view.x(this.x[i]), y = view.y(this.y[i]);
        if (x < -9 || y < -9 || x > view.width + 9 || y > view.height + 9) continue;
        patrol.dot(context, patrol.GRADES[grade], x, y, radius, { idle: this.columns.kind?.[i] === 1 });
      }
    }
    if (this.selected != null) this.ring(context, view, radius + 6);
  },

  ring(context, view, radius) {
    context.beginPath();
    context.arc(view.x(this.x[this.selected]), view.y(this.y[this.selected]), radius, 0, 7);
    context.lineWidth = 4;
    context.strokeStyle = "#0b5cab";
    context.stroke();
  },

  /* Sites along the curve that fall into one 2-pixel square become one, the worst grade winning. */
  thinned(view) {
    const key = `${view.zoom}`;
    if (this._thinned?.key === key) return this._thinned.kept;
    const kept = [[], [], [], []];
    const { grade } = this.columns;
    let best = -1, square = null;
    const close = () => { if (best >= 0) kept[grade[best]].push(best); };
    for (let i = 0; i < this.n; i++) {
      if (!this.mask[i]) continue;
      const here = `${Math.floor((this.x[i] * view.size) / 2)}:${Math.floor((this.y[i] * view.size) / 2)}`;
      if (here !== square) { close(); best = i; square = here; }
      else if (grade[i] < grade[best]) best = i;
    }
    close();
    this._thinned = { key, kept };
    return kept;
  },

  filter(shown) {
    for (let i = 0; i < this.n; i++) this.mask[i] = shown(i) ? 1 : 0;
    this._thinned = null;
    this.redraw();
  },

  /* All sites within reach of a click, nearest first: several may share one address. */
  near(latlng, reach_px) {
    if (!this.n || this._map.getZoom() < this.options.fromZoom) return [];
    const size = 256 * 2 ** this._map.getZoom();
    const x = patrol.worldX(latlng.lng), y = patrol.worldY(latlng.lat);
    const found = [];
    for (let i = 0; i < this.n; i++) {
      if (!this.mask[i]) continue;
      const away = Math.hypot((this.x[i] - x) * size, (this.y[i] - y) * size);
      if (away <= reach_px) found.push([away, this.columns.grade[i], i]);
    }
    return found.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map((hit) => hit[2]);
  },

  latlng(i) { return L.latLng(this.lat[i], this.lon[i]); },
});

patrol.sites = (map, id, meta) => {
  const layer = new patrol.Sites({ pane: patrol.pane(map, "sites", 450), fromZoom: 11.5 });
  layer.addTo(map);
  layer.ready = patrol.inflate(id).then((bytes) => {
    const [n, length] = new Uint32Array(bytes.buffer, 0, 2);
    let at = 8;
    const degrees = (origin) => {
      const column = new Float64Array(n);
      let sum = 0;
      for (let i = 0; i < n; i++) {
        sum += bytes[at + i] | (bytes[at + n + i] << 8) | (bytes[at + 2 * n + i] << 16) | (bytes[at + 3 * n + i] << 24);
        column[i] = sum / 1e5 + origin;
      }
      at += 4 * n;
      return column;
    };
    layer.lon = degrees(meta.x0);
    layer.lat = degrees(meta.y0);
    layer.columns = {};
    for (const name of meta.columns) { layer.columns[name] = bytes.subarray(at, at + n); at += n; }
    layer.names = n ? new TextDecoder().decode(bytes.subarray(at, at + length)).split("\n") : [];
    layer.x = layer.lon.map(patrol.worldX);
    layer.y = layer.lat.map(patrol.worldY);
    layer.mask = new Uint8Array(n).fill(1);
    layer.n = n;
    layer.redraw();
  });
  return layer;
};
