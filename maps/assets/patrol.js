/* What every page shares: languages and elements. Data reaches the page by textContent only. */
"use strict";

/* The moment it is; a page that a service hands out knows better where this device's clock is wrong. */
patrol.now = () => new Date();

/* Make an element; children are elements or texts, never markup. */
patrol.el = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
};

/* One text in both languages; the style sheet shows the one that the page's lang asks for. */
patrol.both = (zh, en) => {
  const pair = document.createDocumentFragment();
  pair.append(
    patrol.el("span", { class: "zh", lang: "zh-CN" }, zh),
    patrol.el("span", { class: "en", lang: "en" }, en),
  );
  return pair;
};

/* What the page's own data are called; a page without a map has them in elements. */
patrol.json = (id) => patrol.held[id] ?? JSON.parse(document.getElementById(id).textContent);

/* A score as people read it: a chance in per cent, a card's points as they are. */
patrol.shown = (score) => (patrol.json("scale").chance ? `${score}%` : String(score));

/* Words of the page by key; {figures} are filled in. */
patrol.word = (key, figures = {}) => {
  patrol._words ??= patrol.json("words");
  const fill = (text) => text.replace(/\{(\w+)\}/g, (_, name) => figures[name] ?? "");
  return patrol._words[key].map(fill);
};
patrol.t = (key, figures) => patrol.both(...patrol.word(key, figures));
patrol.english = () => document.documentElement.lang === "en";
patrol.say = (pair) => pair[patrol.english() ? 1 : 0];

/* Attributes cannot hold two languages: swap them when the language changes. */
patrol.setLanguage = (lang) => {
  const root = document.documentElement;
  root.lang = lang === "en" ? "en" : "zh-CN";
  document.title = root.dataset[lang === "en" ? "titleEn" : "titleZh"];
  for (const name of ["aria-label", "placeholder", "title"]) {
    for (const element of document.querySelectorAll(`[data-en-${name}]`)) {
      element.setAttribute(name, element.getAttribute(`data-${lang}-${name}`));
    }
  }
  for (const option of document.querySelectorAll("option[data-en]")) {
    option.textContent = option.dataset[lang];
  }
};

patrol.keep = (key, value) => {
  try { localStorage.setItem(key, value); } catch { /* a wish, not a record: fine without */ }
};
patrol.kept = (key) => {
  try { return localStorage.getItem(key); } catch { return null; }
};

patrol.startLanguage = () => {
  const wish = patrol.kept("patrol:lang");
  if (wish === "zh" || wish === "en") patrol.setLanguage(wish);
  document.getElementById("language")?.addEventListener("click", () => {
    const lang = patrol.english() ? "zh" : "en";
    patrol.setLanguage(lang);
    patrol.keep("patrol:lang", lang);
  });
  document.getElementById("print")?.addEventListener("click", () => window.print());
};

patrol.warn = (key, figures) => {
  const bar = document.getElementById("alarm");
  bar.append(patrol.el("p", {}, patrol.t(key, figures)));
  bar.hidden = false;
};

/* Say of every table that is wider than the screen that there is more of it to the side. */
patrol.hintScrolls = () => {
  const look = (table) => {
    const wider = table.scrollWidth > table.clientWidth + 1;
    table.classList.toggle("wider", wider);
    table.previousElementSibling.hidden = !wider;
  };
  const watch = new ResizeObserver((entries) => entries.forEach((entry) => look(entry.target)));
  for (const table of document.querySelectorAll(".scroll")) {
    table.before(patrol.el("p", { class: "hint swipe", hidden: true }, patrol.t("js.swipe")));
    watch.observe(table);
  }
};

/* The page is usable: tests and benchmarks wait for this mark, printing too: half a page is no paper. */
patrol.usable = () => {
  patrol.hintScrolls();
  document.getElementById("print").disabled = false;
  document.documentElement.dataset.usable = "1";
  performance.mark("usable");
};

/* Degrees to the unit square of the web map projection. */
patrol.worldX = (lon) => lon / 360 + 0.5;
patrol.worldY = (lat) => {
  const sine = Math.sin((lat * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
};
