/* What the filters leave, or what of it is in view, as a table for a spreadsheet. */
"use strict";
patrol.hot.selected = (inView) => {
  const { sites } = patrol.layers;
  const box = patrol.map.getBounds();
  const [west, south, east, north] = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
  const { mask, lon, lat } = sites;
  const found = [];
  for (let i = 0; i < sites.n; i++) {
    if (mask[i] && (!inView || (lon[i] >= west && lon[i] <= east && lat[i] >= south && lat[i] <= north))) found.push(i);
  }
  return found;
};

patrol.hot.countSelection = () => {
  for (const [id, inView] of [["save-all", false], ["save-view", true]]) {
    const count = patrol.hot.selected(inView).length;
    const button = document.getElementById(id);
    button.querySelector("b").textContent = count.toLocaleString("en");
    button.disabled = count === 0;
  }
};

/* One row of the table; codes in the words of the page's language, positions in WGS-84. */
patrol.hot.csvRow = (i, card) => {
  const { sites } = patrol.layers;
  const word = (list, code) => (patrol.codes[list][code] ? patrol.say(patrol.codes[list][code]) : code || "");
  const { grade, score, kind } = sites.columns;
  return [
    card.id, sites.names[i], word("kinds", Object.keys(patrol.codes.kinds)[kind[i]]),
    word("grades", patrol.GRADES[grade[i]]), score[i],
    patrol.villages[patrol.hot.villageOf(i)], card.address, patrol.json("industries")[patrol.hot.industryOf(i)],
    word("status", card.status), card.last, word("results", card.result),
    card.visits, card.finds, card.open, card.planned, sites.lon[i].toFixed(5), sites.lat[i].toFixed(5),
  ];
};

patrol.hot.CSV_COLUMNS = ["id", "name", "kind", "grade", "score", "village", "address", "industry", "status", "last", "result", "visits", "finds", "open", "planned", "lon", "lat"];

patrol.hot.csv = async (found) => {
  const cards = await patrol.hot.cards();
  const head = patrol.hot.CSV_COLUMNS.map((name) => patrol.say(patrol.word(`js.csv_${name}`)));
  return patrol.exports.table([head, ...found.map((i) => patrol.hot.csvRow(i, cards(i)))]);
};

patrol.hot.selection = () => {
  for (const [id, inView] of [["save-all", false], ["save-view", true]]) {
    patrol.on(id, async () => {
      const text = await patrol.hot.csv(patrol.hot.selected(inView));
      patrol.exports.save(`places-${patrol.json("data_date")}.csv`, text, "text/csv;charset=utf-8");
    });
  }
  patrol.map.on("moveend", patrol.hot.countSelection);
};
