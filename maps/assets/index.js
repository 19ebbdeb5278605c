/* The first page needs the language switch only. */
"use strict";
patrol.startLanguage();
patrol.usable();
