/* Filters of the hotspot page: grade, kind, village, industry, time of the last visit. */
"use strict";
patrol.hot.grades = () => new Set([...document.querySelectorAll("[name=grade]:checked")].map((box) => box.value));
patrol.hot.villageOf = (i) => patrol.layers.sites.columns.village[i] + 256 * patrol.layers.sites.columns.village_high[i];
patrol.hot.industryOf = (i) => patrol.layers.sites.columns.industry[i] + 256 * patrol.layers.sites.columns.industry_high[i];

/* The lists of the panel; an empty value asks for nothing. Villages and industries are places in a list. */
patrol.hot.CHOICES = ["kind", "village", "industry"];
patrol.hot.chosen = (id) => {
  const { value } = document.getElementById(id);
  return value === "" ? -1 : id === "kind" ? Object.keys(patrol.codes.kinds).indexOf(value) : Number(value);
};

/* A test of sites against the lists; each control is read once, not once a site. */
patrol.hot.listed = () => {
  const { kind } = patrol.layers.sites.columns;
  const [wanted, village, industry] = patrol.hot.CHOICES.map(patrol.hot.chosen);
  return (i) => (wanted < 0 || kind[i] === wanted)
    && (village < 0 || patrol.hot.villageOf(i) === village)
    && (industry < 0 || patrol.hot.industryOf(i) === industry);
};

/* Draw what passes. Counts ignore the filter they stand beside: the grades theirs, the histogram its own. */
patrol.hot.refresh = () => {
  const { sites } = patrol.layers;
  const { grade, week } = sites.columns;
  const wanted = patrol.hot.grades();
  const graded = patrol.GRADES.map((name) => wanted.has(name));
  const listed = patrol.hot.listed(), timely = patrol.hot.timely();
  const counts = [0, 0, 0, 0], weeks = new Uint32Array(256);
  sites.filter((i) => {
    if (!listed(i)) return false;
    if (graded[grade[i]]) weeks[week[i]]++;
    if (!timely[week[i]]) return false;
    counts[grade[i]]++;
    return graded[grade[i]];
  });
  patrol.GRADES.forEach((name, place) => {
    document.querySelector(`[data-count=${name}]`).textContent = counts[place].toLocaleString("en");
  });
  patrol.hot.drawTimes(weeks);
  patrol.hot.countSelection();
};

patrol.hot.filters = () => {
  const { map, layers } = patrol;
  const boxes = ["[name=grade]", "#never", ...patrol.hot.CHOICES.map((id) => `#${id}`)];
  for (const box of document.querySelectorAll(boxes.join())) box.addEventListener("change", patrol.hot.refresh);
  document.getElementById("village").addEventListener("change", (event) => {
    if (event.target.value) patrol.hot.showVillage(Number(event.target.value));
  });
  const note = () => { document.getElementById("dots-note").hidden = map.getZoom() >= layers.sites.options.fromZoom; };
  map.on("zoomend", note);
  note();
};

/* Switch on what hides a place: its grade, and every filter that it does not pass. */
patrol.hot.reveal = (i) => {
  const { columns } = patrol.layers.sites;
  document.querySelector(`[name=grade][value=${patrol.GRADES[columns.grade[i]]}]`).checked = true;
  if (!patrol.hot.listed()(i)) for (const id of patrol.hot.CHOICES) document.getElementById(id).value = "";
  if (!patrol.hot.timely()[columns.week[i]]) patrol.hot.allTimes();
};
