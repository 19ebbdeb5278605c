"""A town in whose every field somebody typed something hostile: each field holds each text once."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from data.model import Reason, Why
from maps.escaping import plain
from maps.pages import (
    Figure,
    PageLink,
    backtest_page,
    hotspots_page,
    index_page,
    route_page,
    week_page,
)
from tests.maps.hostile import HOSTILE
from tests.maps.judged import backtest_sheet
from tests.maps.town import (
    FACTS,
    MONDAY,
    UnplannedSheet,
    further_layers,
    roads,
    route,
    site,
    sites_table,
    stop,
    week,
)

if TYPE_CHECKING:
    from data.sheets import WeekSheet

ALL = " ".join(HOSTILE)
CODES = frozenset(
    (
        "kind",
        "grade",
        "visit_type",
        "reason",
        "last_result",
        "state",
        "level",
        "code",
        "week",
        "plan_id",
        "shift",
        "team",
        "skills",
        "promise",
        "against",
        "figure",
        "dash",
        "model",
        "version",
        "method",
        "result",
        "href",
    )
)
"""Fields that hold codes of ours, never a text of a ledger."""
ONCE = frozenset(("town", "team_name", "base_name"))
"""Fields that a page shows once or at every stop: they hold all texts at the same time."""


@dataclass
class Typist:
    """Replaces texts; each field gets the next text whenever it is met."""

    met: Counter[str] = field(default_factory=Counter)

    def typed(self, value: Any, name: str = "") -> Any:  # noqa: ANN401  any sheet or part of one
        """Replace every text below a value."""
        if is_dataclass(value) and not isinstance(value, type):
            listed = {one.name: getattr(value, one.name) for one in fields(value) if one.init}
            return replace(value, **{key: self.typed(one, key) for key, one in listed.items()})
        if name == "lines":  # each begins with a code of ours
            return tuple((one[0], *self.typed(one[1:], "line")) for one in value)
        if isinstance(value, tuple):
            return tuple(self.typed(one, name) for one in value)
        return self.text(name) if isinstance(value, str) and name not in CODES else value

    def text(self, name: str) -> str:
        """Give a field its next text."""
        self.met[name] += 1
        text = ALL if name in ONCE else HOSTILE[(self.met[name] - 1) % len(HOSTILE)]
        return plain(text) if name == "site_id" else text  # readers drop control signs of ids


def hostile_week() -> WeekSheet:
    """Plan forty stops for one team, and leave forty places out."""
    stops = tuple(_stop(number) for number in range(len(HOSTILE)))
    left = tuple(
        UnplannedSheet(
            site=replace(site(number % 6 + 1), site_id=f"L{number}"),
            why=(Why("random", "抽中", "drawn"),),
            must=False,
            reason="lost_to_better",
            zh="需",
            en="needs",
        )
        for number in range(len(HOSTILE))
    )
    plan = replace(week(), hand=None, unplanned=left, routes=(route("T1-1", 0, stops),))
    typed = Typist().typed(plan)
    return replace(typed, facts=replace(typed.facts, sources=HOSTILE))


def _stop(number: int) -> Any:  # noqa: ANN401  a stop
    one = stop(number % 6 + 1, number + 1, 29_400 + 600 * number)
    place = replace(one.site, advice=(Reason("a", 0.1, "补", "mend", "J"),))
    known = (("王某", "13800000000"),)
    return replace(one, site=replace(place, site_id=f"S{number}"), contact=known)


def hostile_page(name: str) -> str:
    """Write one kind of page of the hostile town."""
    if name == "hotspots":
        cells, layers = further_layers(ALL)
        facts = replace(FACTS, town=ALL, sources=HOSTILE)
        return hotspots_page(_sites(), cells, roads(), facts=facts, layers=layers)
    if name == "backtest":
        return backtest_page(Typist().typed(backtest_sheet()))
    plan = hostile_week()
    if name == "week":
        return week_page(plan, roads())
    if name == "route":
        return route_page(plan.routes[0], plan, roads())
    links = [_link(number) for number in range(len(HOSTILE))]
    figures = [Figure(value=text, zh=text, en=text) for text in HOSTILE]
    said = [(text, text) for text in HOSTILE]
    return index_page(plan.facts, links, figures, look_at=said)


def _link(number: int) -> PageLink:
    kind = ("page", "file", "route")[number % 3]
    text = HOSTILE[number]
    words = {"zh": text, "en": text, "note_zh": text, "note_en": text}
    return PageLink(href="week.html", kind=kind, team=text, day=MONDAY, **words)


def _sites() -> pd.DataFrame:
    """Give forty places, each text of each a hostile one."""
    rows = pd.concat([sites_table()] * 7).head(len(HOSTILE)).reset_index(drop=True)
    turned = [[*HOSTILE[shift:], *HOSTILE[:shift]] for shift in range(5)]
    columns = dict(zip(("name", "village", "address", "industry", "planned"), turned, strict=True))
    reasons = [
        json.dumps([{"code": "unseen", "points": 0.3, "zh": text, "en": text, "evidence": text}])
        for text in HOSTILE
    ]
    rows = rows.assign(**columns, reasons=reasons)
    return rows.set_index(pd.Index(turned[3], name="site_id"))
