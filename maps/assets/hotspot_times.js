/* When places were last visited: a histogram with two ends to drag, and the never visited beside it. */
"use strict";
patrol.hot.NEVER = 255;
patrol.hot.LONGEST = 254;  // weeks; whoever was seen longer ago counts as this
patrol.hot.MOST_BARS = 26;

/* A bar is a whole number of weeks, so that at most 26 reach from the oldest visit to the day of the data. */
patrol.hot.bars = () => {
  const { week } = patrol.layers.sites.columns;
  let oldest = -1;
  for (const weeks of week) if (weeks !== patrol.hot.NEVER && weeks > oldest) oldest = weeks;
  const wide = Math.max(1, Math.ceil((oldest + 1) / patrol.hot.MOST_BARS));
  return { wide, count: Math.ceil((oldest + 1) / wide), oldest };
};

/* Which bar holds a visit so many weeks ago: the first is the oldest. */
patrol.hot.barOf = (weeks) => patrol.hot.scale.count - 1 - Math.floor(weeks / patrol.hot.scale.wide);

/* The day at an end of the slider. */
patrol.hot.edgeDay = (place) => {
  const { wide, count } = patrol.hot.scale;
  const day = new Date(`${patrol.json("data_date")}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - (count - place) * wide * 7);
  return day.toISOString().slice(0, 10);
};

patrol.hot.ends = () => ["since", "until"].map((id) => Number(document.getElementById(id).value));

/* For each count of weeks, whether a place last seen so long ago is wanted. */
patrol.hot.timely = () => {
  const [since, until] = patrol.hot.ends();
  const { count } = patrol.hot.scale;
  const wanted = new Uint8Array(256).fill(0);
  for (let weeks = 0; weeks <= patrol.hot.LONGEST; weeks++) {
    const bar = patrol.hot.barOf(weeks);
    wanted[weeks] = count === 0 || (bar >= since && bar < until) ? 1 : 0;
  }
  wanted[patrol.hot.NEVER] = document.getElementById("never").checked ? 1 : 0;
  return wanted;
};

patrol.hot.allTimes = () => {
  document.getElementById("since").value = 0;
  document.getElementById("until").value = patrol.hot.scale.count;
  document.getElementById("never").checked = true;
};

patrol.hot.drawTimes = (weeks) => {
  const { count } = patrol.hot.scale;
  const heights = new Array(count).fill(0);
  for (let week = 0; week <= patrol.hot.LONGEST; week++) if (weeks[week]) heights[patrol.hot.barOf(week)] += weeks[week];
  const most = Math.max(1, ...heights);
  const [since, until] = patrol.hot.ends();
  [...document.getElementById("bars").children].forEach((bar, place) => {
    bar.style.height = `${heights[place] ? Math.max(4, (100 * heights[place]) / most) : 0}%`;
    bar.classList.toggle("out", place < since || place >= until);
  });
  document.getElementById("never-count").textContent = weeks[patrol.hot.NEVER].toLocaleString("en");
  patrol.hot.sayTimes(since, until);
};

/* The days between the ends in words, for eyes and for readers of the screen. */
patrol.hot.sayTimes = (since, until) => {
  const { count, oldest } = patrol.hot.scale;
  const early = since === 0 && oldest === patrol.hot.LONGEST ? patrol.t("js.earlier") : patrol.hot.edgeDay(since);
  document.getElementById("span").replaceChildren(early, " – ", patrol.hot.edgeDay(until));
  document.getElementById("since").setAttribute("aria-valuetext", patrol.hot.edgeDay(since));
  document.getElementById("until").setAttribute("aria-valuetext", patrol.hot.edgeDay(until));
  document.getElementById("times").hidden = count === 0;
};

patrol.hot.times = () => {
  patrol.hot.scale = patrol.hot.bars();
  const { count } = patrol.hot.scale;
  const [since, until] = ["since", "until"].map((id) => document.getElementById(id));
  for (const end of [since, until]) end.max = count;
  patrol.hot.allTimes();
  document.getElementById("bars").replaceChildren(...Array.from({ length: count }, () => patrol.el("i")));
  since.addEventListener("input", () => { since.value = Math.min(since.value, until.value - 1); patrol.hot.refresh(); });
  until.addEventListener("input", () => { until.value = Math.max(until.value, Number(since.value) + 1); patrol.hot.refresh(); });
};
