/* The days of a team's week: today's route opens by itself, and what waits on this phone is told. */
"use strict";
patrol.days = {};

/* The calendar day in China, whatever the phone's zone; ``today`` decides at the phone, for the page may be days old. */
patrol.days.today = () => new Date(patrol.now().getTime() + 8 * 3600000).toISOString().slice(0, 10);

patrol.days.mark = () => {
  const today = patrol.days.today();
  for (const card of document.querySelectorAll("[data-day]")) {
    const { day, plan, route } = card.dataset;
    card.classList.toggle("is-today", day === today);
    card.classList.toggle("is-past", day < today);
    const item = patrol.outbox.read(`${patrol.outbox.stem}${plan}:${route}`);
    const n = Number(card.dataset.stops), done = item ? item.doc.visits.filter((visit) => visit.result).length : 0;
    card.querySelector(".dealt").replaceChildren(...(done ? [patrol.t("js.day_done", { done, n })] : []));
  }
  const list = document.getElementById("days");
  const first = list?.querySelector(".is-today");
  if (first) list.prepend(...list.querySelectorAll(".is-today"));
  if (list) list.append(...list.querySelectorAll(".is-past"));
};

/* Whoever opens the link wants today's stops; the way back here ends in #week. */
patrol.days.forward = () => {
  const cards = [...document.querySelectorAll(".is-today")].filter((card) => card.querySelector("a[href]"));
  if (location.hash || !cards.length) return false;
  const time = new Date(patrol.now().getTime() + 8 * 3600000).toISOString().slice(11, 16);
  const next = cards.find((card) => card.dataset.end > time) || cards.at(-1);  // by day, then by night
  location.replace(next.querySelector("a").getAttribute("href"));
  return true;
};

patrol.days.exportLeft = () => {
  const left = patrol.outbox.all().filter(({ item }) => patrol.outbox.waiting(item).length);
  left.forEach(({ item }, place) => setTimeout(() => {
    const url = URL.createObjectURL(new Blob([JSON.stringify(patrol.outbox.unsent(item), null, 1)], { type: "application/json" }));
    const link = patrol.el("a", { href: url, download: `patrol-${item.doc.plan}-${item.doc.route}.json`.replace(/[^\w.-]+/g, "_") });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 30000);
  }, place * 400));  // a browser drops downloads that begin at once
};

patrol.on = (id, act) => document.getElementById(id)?.addEventListener("click", act);

patrol.days.start = () => {
  patrol.startLanguage();
  patrol.days.mark();
  if (patrol.days.forward()) return;
  const { takes } = patrol.json("served");
  const show = patrol.uploads.show;
  patrol.uploads.show = () => {
    const n = patrol.outbox.count();
    show();
    document.getElementById("left").hidden = !n && takes;
    document.getElementById("nothing-left").hidden = Boolean(n);
    document.getElementById("export-left").hidden = !n;
  };
  patrol.on("export-left", patrol.days.exportLeft);
  if (takes) {
    patrol.uploads.listen();
    patrol.served.start();
    patrol.uploads.send();
  }
  patrol.uploads.show();
  patrol.usable();
};
patrol.days.start();
