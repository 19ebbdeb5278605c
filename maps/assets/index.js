/* The first page needs the language switch only. */
"use strict";
patrol.startLanguage();
document.documentElement.dataset.usable = "1";
performance.mark("usable");
