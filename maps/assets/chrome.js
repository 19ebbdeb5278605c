/* Buttons around a map: zoom, whole area, scale, keyboard. */
"use strict";
patrol.startMap = () => {
  const map = patrol.map;
  const home = map.getBounds();
  L.control.scale({ imperial: false, maxWidth: 110 }).addTo(map);
  patrol.on("zoom-in", () => map.zoomIn(1));
  patrol.on("zoom-out", () => map.zoomOut(1));
  patrol.on("fit", () => patrol.fit(patrol.home || home));
  const container = map.getContainer();
  container.setAttribute("role", "application");
  container.setAttribute("aria-label", patrol.say(["地图，方向键移动，加减键缩放", "Map: arrow keys move, plus and minus zoom"]));
  const header = document.querySelector(".top");
  const measure = () => document.documentElement.style.setProperty("--head", `${header.offsetHeight}px`);
  measure();
  new ResizeObserver(measure).observe(header);
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(container);
};

/* Show bounds; where the legend would lie over one of the marks, below the legend. */
patrol.fit = (bounds) => {
  const { map } = patrol;
  map.fitBounds(bounds, { animate: false });
  const legend = document.querySelector(".map > .legend"), box = map.getContainer().getBoundingClientRect();
  if (!legend || !patrol.marked) return;
  const over = legend.getBoundingClientRect(), right = over.right - box.left + 18, low = over.bottom - box.top + 18;
  const hides = (place) => { const { x, y } = map.latLngToContainerPoint(place); return x < right && y < low; };
  if (low < box.height / 2 && patrol.marked().some(hides)) map.fitBounds(bounds, { animate: false, paddingTopLeft: [0, low] });
};

patrol.on = (id, act) => document.getElementById(id)?.addEventListener("click", act);
patrol.go = (map, target, zoom) => {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) map.setView(target, zoom, { animate: false });
  else map.flyTo(target, zoom, { duration: 0.5 });
};
