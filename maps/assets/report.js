/* The page of a report needs the language switch, and says which tables go on to the side. */
"use strict";
patrol.startLanguage();
patrol.hintScrolls();
patrol.usable();
