/* Navigation: links to one stop or through all that are open, each in the datum its app expects. */
"use strict";
patrol.navigation = {};

patrol.navigation.system = () => {
  const apple = /iPhone|iPad|Macintosh/.test(navigator.userAgent);
  return apple ? "ios" : /Android|HarmonyOS/i.test(navigator.userAgent) ? "android" : "desk";
};

/* Links to one place come with it; a desk computer gets those that open in its browser. */
patrol.navigation.links = (stop) => {
  const system = patrol.navigation.system();
  return stop.links
    .map(({ app, android, ios }) => ({ app, url: system === "ios" ? ios : android }))
    .filter(({ url }) => url && (system !== "desk" || url.startsWith("http")));
};

patrol.navigation.written = (stop) =>
  `${stop.order} ${stop.name} ${stop.village} ${stop.address} ${stop.lat},${stop.lon} (WGS-84)`.replace(/\s+/g, " ");

patrol.navigation.open = (site) => {
  const stop = patrol.route.plan.stops.find((one) => one.id === site);
  const links = patrol.navigation.links(stop);
  const chosen = links.find(({ app }) => app === patrol.kept("patrol:map-app"));
  if (chosen) { location.href = chosen.url; return; }
  patrol.navigation.choose(`${stop.order} ${stop.name}`, links, patrol.navigation.written(stop));
};

/* Offer the apps; what was chosen is remembered, and the place can be copied where links are blocked. */
patrol.navigation.choose = (title, links, copied) => {
  const dialog = document.getElementById("apps");
  dialog.querySelector(".target").textContent = title;
  dialog.querySelector(".applist").replaceChildren(...links.map(({ app, url, n }) =>
    patrol.el("a", { href: url, "data-app": app, rel: "noreferrer", onclick: () => { patrol.keep("patrol:map-app", app); dialog.close(); } },
      patrol.t(`js.app_${app}`), n ? patrol.t("js.app_stops", { n }) : null)));
  document.getElementById("apps-copy").onclick = () => { patrol.handover.copy(copied); dialog.close(); };
  dialog.showModal();
};

/* A name in a list: the signs that separate its parts are taken out. */
patrol.navigation.listed = (stop) => stop.name.replace(/[|;:]/g, " ");

/* One link through the next open stops: as many as the maker allows, the last one is the destination. */
patrol.navigation.whole = {
  amap: (stops, system) => {
    const way = stops.slice(0, 10), goal = way.at(-1), via = way.slice(0, -1);
    const listed = (each) => encodeURIComponent(via.map(each).join("|"));
    const query = `?sourceApplication=gridpatrol&dlat=${goal.gcj02[1]}&dlon=${goal.gcj02[0]}&dname=${encodeURIComponent(goal.name)}&dev=0&t=0`
      + (via.length ? `&vian=${via.length}&vialons=${listed((stop) => stop.gcj02[0])}&vialats=${listed((stop) => stop.gcj02[1])}`
        + `&vianames=${listed(patrol.navigation.listed)}` : "");
    return { n: way.length, url: (system === "ios" ? "iosamap://path" : "amapuri://route/plan/") + query };
  },
  baidu: (stops, system) => {
    const way = stops.slice(0, 10), goal = way.at(-1), via = way.slice(0, -1);
    const viaPoints = JSON.stringify({ viaPoints: via.map((stop) => ({ name: stop.name, lat: stop.bd09[1], lng: stop.bd09[0] })) });
    const query = `map/direction?destination=name:${encodeURIComponent(goal.name)}%7Clatlng:${goal.bd09[1]},${goal.bd09[0]}`
      + `&coord_type=bd09ll&mode=driving${via.length ? `&viaPoints=${encodeURIComponent(viaPoints)}` : ""}&src=`;
    return { n: way.length, url: system === "ios" ? `baidumap://${query}ios.gridpatrol.patrol` : `bdapp://${query}andr.gridpatrol.patrol` };
  },
  tencent: (stops) => {
    const way = stops.slice(0, 16), goal = way.at(-1);
    const passes = way.slice(0, -1).map((stop) => `name:${patrol.navigation.listed(stop)};coord:${stop.gcj02[1]},${stop.gcj02[0]};|`).join("");
    return { n: way.length, url: `qqmap://map/routeplan?type=drive&fromcoord=CurrentLocation&to=${encodeURIComponent(goal.name)}`
      + `&tocoord=${goal.gcj02[1]},${goal.gcj02[0]}${passes ? `&passes=${encodeURIComponent(passes)}` : ""}&referer=gridpatrol` };
  },
  google: (stops) => {
    const way = stops.slice(0, 4), goal = way.at(-1);
    const waypoints = way.slice(0, -1).map((stop) => `${stop.lat},${stop.lon}`).join("%7C");
    return { n: way.length, url: `https://www.google.com/maps/dir/?api=1&destination=${goal.lat},${goal.lon}${waypoints ? `&waypoints=${waypoints}` : ""}&travelmode=driving` };
  },
};

patrol.navigation.route = () => {
  const stops = patrol.route.plan.stops.filter((stop) => patrol.records.state(stop.id) === "open");
  if (!stops.length) { patrol.route.toast(patrol.t("js.none_open")); return; }
  const system = patrol.navigation.system();
  const links = Object.entries(patrol.navigation.whole).map(([app, link]) => ({ app, ...link(stops, system) }))
    .filter(({ url }) => system !== "desk" || url.startsWith("http"));
  patrol.navigation.choose(patrol.say(patrol.word("js.whole_route", { n: stops.length })), links, stops.map(patrol.navigation.written).join("\n"));
};

patrol.navigation.start = () => {
  patrol.on("whole-route", patrol.navigation.route);
  patrol.on("forget-app", () => { patrol.keep("patrol:map-app", ""); patrol.route.toast(patrol.t("js.app_forgotten")); });
  patrol.on("apps-close", () => document.getElementById("apps").close());
};
