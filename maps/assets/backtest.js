/* The page of a backtest needs the language switch only. */
"use strict";
patrol.startLanguage();
patrol.usable();
