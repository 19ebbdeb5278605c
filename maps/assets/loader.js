/* Runs the packed scripts of the page in order. The browser checks each against its hash in the policy. */
"use strict";
patrol.inflateJson("pack").then(({ held, scripts }) => {
  patrol.held = held;
  for (const text of scripts) {
    const script = document.createElement("script");
    script.textContent = text;
    document.head.append(script);
  }
});
