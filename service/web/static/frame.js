// The menu of phones, files dropped on a field, keys of questions: all of it works without, too.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");

  const menu = document.querySelector("[data-menu]");
  if (menu) {
    const list = document.getElementById(menu.getAttribute("aria-controls"));
    const show = (open) => {
      menu.setAttribute("aria-expanded", String(open));
      list.classList.toggle("open", open);
    };
    menu.addEventListener("click", () => show(menu.getAttribute("aria-expanded") !== "true"));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.getAttribute("aria-expanded") === "true") {
        show(false);
        menu.focus();
      }
    });
  }

  // A form sent twice by a double click would ask for the same work twice.
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    for (const button of event.target.querySelectorAll("button")) {
      setTimeout(() => { button.disabled = true; }, 0);
    }
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) for (const button of document.querySelectorAll("button")) button.disabled = false;
  });
})();
