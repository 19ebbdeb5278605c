// Keys of questions: 1, 2, 3 choose an answer; the arrows go back and on.
(() => {
  "use strict";
  const choices = document.querySelectorAll("[data-choices] .choice");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input, textarea, select, [role=region]")) return;
    const chosen = choices[Number(event.key) - 1];
    if (chosen && /^[1-9]$/.test(event.key)) { event.preventDefault(); chosen.focus(); chosen.click(); }
    const way = { ArrowLeft: "[data-before]", ArrowRight: "[data-after]" }[event.key];
    if (way) document.querySelector(way)?.click();
  });
})();
