/* The route page: next stop first, one tap to navigate, results and findings, nothing lost. */
"use strict";
/* The menu goes away after what it was opened for, and when somebody turns to something else. */
patrol.route.menu = () => {
  const menu = document.getElementById("menu"), opener = document.getElementById("menu-button");
  const show = (open) => {
    menu.hidden = !open;
    opener.setAttribute("aria-expanded", open);
  };
  document.addEventListener("click", ({ target }) => {
    if (opener.contains(target)) show(menu.hidden);
    else if (!menu.contains(target) || target.closest("button")) show(false);
  });
};

/* Large type is a wish of this phone's owner, for all routes. */
patrol.route.largeType = () => {
  const button = document.getElementById("large-type");
  const set = (large) => {
    document.documentElement.classList.toggle("large", large);
    button.setAttribute("aria-pressed", large);
  };
  set(patrol.kept("patrol:large") === "1");
  button.addEventListener("click", () => {
    const large = button.getAttribute("aria-pressed") !== "true";
    set(large);
    patrol.keep("patrol:large", large ? "1" : "");
  });
};

patrol.route.show = (what) => {
  document.body.classList.toggle("map-shown", what === "map");
  for (const name of ["list", "map"]) document.getElementById(`show-${name}`).setAttribute("aria-pressed", name === what);
  if (what === "map") { patrol.map.invalidateSize({ animate: false }); patrol.map.fitBounds(patrol.home, { animate: false }); }
};

patrol.route.startGround = async () => {
  const { routes, basemap } = patrol.layers;
  routes.state = (stop) => { const state = patrol.records.state(stop.id); return state === "skipped" ? "skip" : state; };
  await Promise.all([basemap.ready, routes.ready]);
  patrol.home = routes.bounds(routes.routes).pad(0.08);
  if (!patrol.route.plan.stops.length) patrol.home = patrol.map.getBounds();
  patrol.map.fitBounds(patrol.home, { animate: false });
  patrol.map.on("click", (event) => {
    const pin = routes.hit(event, 24);
    if (pin) patrol.route.choose(pin.stop.id, true);
  });
};

patrol.route.start = async () => {
  patrol.route.plan = patrol.json("route");
  const { plan } = patrol.route;
  patrol.records.open(plan.plan, plan.route);
  patrol.route.addEntries();
  patrol.startLanguage();
  patrol.startMap();
  if (/MicroMessenger/.test(navigator.userAgent)) patrol.warn("js.wechat");
  await patrol.route.startGround();
  if (plan.stops.length) {
    document.querySelector(".stops").addEventListener("click", patrol.route.press);
    patrol.route.notes();
  }
  for (const part of [patrol.findings, patrol.doubts, patrol.places, patrol.navigation, patrol.handover]) part.start();
  patrol.uploads?.start();
  patrol.route.refresh();
  patrol.route.menu();
  patrol.route.largeType();
  patrol.on("show-list", () => patrol.route.show("list"));
  patrol.on("show-map", () => patrol.route.show("map"));
  patrol.usable();
};
patrol.route.start();
