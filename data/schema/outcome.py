"""What the program works out: scores, cells, plans with their routes, stops and promises."""

from __future__ import annotations

from data import words
from data.schema.columns import SITE_ID, Column, TableSchema, codes_of

SCORE = TableSchema(
    "score",
    "site_id",
    "risk of a site, as of one day",
    (
        Column("as_of", "date", "only rows dated before this day were used", required=True),
        Column("model", "text", "model and its version", required=True),
        Column("risk", "number", "share of the scale", required=True, low=0, high=1),
        Column(
            "grade",
            "text",
            "red, orange, yellow or blue",
            required=True,
            codes=codes_of(words.GRADES),
        ),
        Column(
            "uncertainty",
            "number",
            "how little is known, 0 is everything",
            required=True,
            low=0,
            high=1,
        ),
        Column("reasons", "json", "list of reasons: code, points, zh, en, evidence", required=True),
        Column(
            "stability",
            "number",
            "how likely the grade stands: share of drawn weights that keep it, or the chance by "
            "what the town's own model knows; missing in scores of before",
            low=0,
            high=1,
        ),
        Column(
            "advice",
            "json",
            "list of what would lower the risk, and of what is not known: code, points, zh, en",
        ),
    ),
)

CELL = TableSchema(
    "cell",
    "cell_id",
    "one grid cell with a site in it: a square, a hexagon, a responsibility grid or a village",
    (
        Column("name", "text", "what people call it, such as 焦油村 东北 1.2 km; no other has it"),
        Column("town", "text", "the town of most of its sites, by which people may see it"),
        Column("area_km2", "number", "land in it, square kilometres", low=0),
        Column("sites", "integer", "sites in the cell", required=True, low=0),
        Column("enterprises", "integer", "sites that are enterprises", low=0),
        Column("idle_factories", "integer", "sites that are idle factories", low=0),
        Column("red", "integer", "sites graded red", low=0),
        Column("orange", "integer", "sites graded orange", low=0),
        Column("yellow", "integer", "sites graded yellow", low=0),
        Column("blue", "integer", "sites graded blue", low=0),
        Column("overdue", "integer", "findings not struck off and past their due date", low=0),
        Column(
            "expected_harm",
            "number",
            "sum over its sites of risk (0-1) times severity (1 ordinary, more with chemicals and "
            "people on the premises); missing where no site has a score",
            low=0,
        ),
        Column("keeper", "text", "who answers for it in the village (村级网格长)"),
        Column("area_keeper", "text", "who answers for the district (片区网格长)"),
        Column("town_keeper", "text", "who answers for the town (镇级网格长)"),
        Column(
            "mean_risk", "number", "mean risk of its sites; missing without a score", low=0, high=1
        ),
        Column("max_risk", "number", "highest risk of its sites", low=0, high=1),
        Column("worst_grade", "text", "worst grade among its sites", codes=codes_of(words.GRADES)),
        Column("visits", "integer", "past looks at its sites", required=True, low=0),
        Column("finds", "integer", "looks that found something", required=True, low=0),
        Column(
            "rate",
            "number",
            "finds per look of an average team, drawn to the town's mean where looks are few: "
            "O / E x p, with O finds here, E what the same teams find in the whole town at as many "
            "looks, p finds per look in the town",
            low=0,
            high=1,
        ),
        Column(
            "near_visits", "integer", "looks in the cell and its neighbours", required=True, low=0
        ),
        Column("z", "number", "Gi* of the rate; missing with too few visits"),
        Column("q", "number", "p value after Benjamini-Hochberg", low=0, high=1),
        Column(
            "class",
            "text",
            "what the statistic says",
            required=True,
            codes=codes_of(words.CELL_CLASSES),
        ),
        Column("days_since", "integer", "days since anyone looked; missing if never", low=0),
        Column(
            "outlier",
            "text",
            "a cell unlike those around it; missing where it is like them",
            codes=codes_of(words.CELL_OUTLIERS),
        ),
        Column(
            "trend",
            "text",
            "how it went over the last periods; missing where nothing can be said",
            codes=codes_of(words.CELL_TRENDS),
        ),
        Column("expected_next", "number", "reports or finds expected in the coming period", low=0),
        Column("next_place", "integer", "place in the order of where to look next", low=1),
        Column("next_top", "flag", "whether it is in the share of area to look at first"),
        Column("beat_id", "text", "the beat it belongs to"),
        Column(
            "alert_months",
            "integer",
            "months in a row under any alert, up to the last month",
            low=0,
        ),
        Column("geometry", "geometry", "its outline, WGS-84 polygon(s)", required=True),
    ),
)

CELL_ALERT = TableSchema(
    "cell_alert",
    "alert_id",
    "one cell that stood out for the worse in one month",
    (
        Column("month", "text", "calendar month, such as 2026-03", required=True),
        Column("cell_id", "text", "the cell", required=True),
        Column(
            "kind",
            "text",
            "what it was worst in",
            required=True,
            codes=codes_of(words.ALERT_KINDS),
        ),
        Column("value", "number", "its figure in that month", required=True),
        Column("before", "number", "the figure it is compared with; missing for the level"),
        Column("months", "integer", "months in a row under this alert", required=True, low=1),
        Column("escalated", "flag", "whether it has lasted long enough to be called in"),
    ),
)

BEAT = TableSchema(
    "beat",
    "beat_id",
    "a contiguous part of the town for one team, with its share of the expected work",
    (
        Column("name", "text", "what people call it"),
        Column("keeper", "text", "who answers for it"),
        Column("team_id", "text", "the team"),
        Column("as_of", "date", "the day its figures are as of", required=True),
        Column("cells", "integer", "cells in it", required=True, low=0),
        Column("sites", "integer", "sites in it", required=True, low=0),
        Column("work_min", "number", "expected work, minutes a week", required=True, low=0),
        Column(
            "share", "number", "work divided by what is fair for its capacity: 1 is even", low=0
        ),
        Column(
            "compactness",
            "number",
            "Polsby-Popper: area by that of a circle of the same perimeter",
            low=0,
            high=1,
        ),
        Column("contiguous", "flag", "whether its cells hang together"),
        Column("moved_cells", "integer", "cells that belonged to another beat before", low=0),
        Column("geometry", "geometry", "its outline, WGS-84 polygon(s)", required=True),
    ),
)

PLAN = TableSchema(
    "plan",
    "plan_id",
    "one plan of one week; a replan is a new row with the next version",
    (
        Column("week", "text", "ISO week, such as 2026-W48", required=True),
        Column("version", "integer", "1 for the first plan of the week", required=True, low=1),
        Column("as_of", "date", "the day the scores are as of", required=True),
        Column("seed", "integer", "seed of every draw in the plan", required=True),
        Column("iterations", "integer", "steps the engine really made", required=True, low=0),
        Column("prize", "number", "what the plan collects", required=True),
        Column("bound", "number", "what no plan can exceed", required=True),
        Column("input_hash", "text", "sha256 of the problem", required=True),
        Column("params", "json", "settings of the run", required=True),
        Column(
            "problem",
            "json",
            "the problem as in DESIGN section 6, without the matrix",
            required=True,
        ),
        Column("wants", "json", "every wanted visit with why, by site", required=True),
        Column("draw", "json", "probability with which each site could be drawn", required=True),
        Column(
            "lots",
            "json",
            "what else was drawn, with chances: past visits to repeat, teams, places to sweep; "
            "missing in plans of before",
        ),
    ),
)

ROUTE = TableSchema(
    "route",
    "route_id",
    "what one shift does in one plan",
    (
        Column("plan_id", "text", "the plan", required=True),
        Column("shift", "text", "id of the shift in the problem", required=True),
        Column("team_id", "text", "the team", required=True),
        Column("day", "date", "calendar date", required=True),
        Column("start_s", "integer", "start of the shift, seconds of the week", required=True),
        Column("end_s", "integer", "end of the shift, seconds of the week", required=True),
        Column("break_start_s", "integer", "start of the break, seconds of the week"),
        Column("break_s", "integer", "length of the break, seconds", required=True, low=0),
        Column("drive_s", "integer", "seconds driven, base to base", required=True, low=0),
        Column("work_s", "integer", "seconds of service", required=True, low=0),
        Column("back_s", "integer", "seconds from the last stop to the base", required=True, low=0),
        Column("back_m", "number", "metres from the last stop to the base", required=True, low=0),
    ),
)

STOP = TableSchema(
    "stop",
    "stop_id",
    "one planned visit",
    (
        Column("plan_id", "text", "the plan", required=True),
        Column("route_id", "text", "the route", required=True),
        Column("position", "integer", "1, 2, 3 along the route", required=True, low=1),
        SITE_ID,
        Column(
            "visit_type", "text", "legal type", required=True, codes=codes_of(words.VISIT_TYPES)
        ),
        Column("card_holders", "integer", "card holders it must have", required=True, low=0),
        Column("leg_s", "integer", "seconds from the stop before", required=True, low=0),
        Column("leg_m", "number", "metres from the stop before", required=True, low=0),
        Column("arrive_s", "integer", "seconds of the week", required=True),
        Column("start_s", "integer", "start of service, seconds of the week", required=True),
        Column("end_s", "integer", "end of service, seconds of the week", required=True),
        Column("why", "json", "list of why: code, zh, en", required=True),
    ),
)

UNPLANNED = TableSchema(
    "unplanned",
    "unplanned_id",
    "one wanted site that a plan leaves out",
    (
        Column("plan_id", "text", "the plan", required=True),
        SITE_ID,
        Column("must", "flag", "whether the visit was a promise", required=True),
        Column("reason", "text", "why not", required=True, codes=codes_of(words.UNPLANNED)),
        Column("detail", "json", "figures of the reason", required=True),
        Column("zh", "text", "the reason as a sentence, Chinese", required=True),
        Column("en", "text", "the reason as a sentence, English", required=True),
        Column("why", "json", "why it was wanted", required=True),
    ),
)

PROMISE = TableSchema(
    "promise",
    "promise_id",
    "one promise of a plan, kept or broken",
    (
        Column("plan_id", "text", "the plan", required=True),
        Column("promise", "text", "such as must:S00012 or cover:village name", required=True),
        Column("kept", "flag", "whether the plan keeps it", required=True),
        Column("detail", "json", "figures", required=True),
        Column("zh", "text", "a sentence, Chinese", required=True),
        Column("en", "text", "a sentence, English", required=True),
    ),
)
