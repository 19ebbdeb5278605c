/* Runs the packed scripts of the page in order. The browser checks each against its hash in the policy. */
"use strict";
patrol.inflateJson("pack").then(({ held, scripts, styles }) => {
  patrol.held = held;
  document.head.prepend(...styles.map((text) => {  // before the page's own, which have the last word
    const style = document.createElement("style");
    style.textContent = text;
    return style;
  }));
  for (const text of scripts) {
    const script = document.createElement("script");
    script.textContent = text;
    document.head.append(script);
  }
});
