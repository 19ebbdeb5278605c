"""A tiny invented town as tables, for tests of what a week must hold."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from data.schema import FINDING, SCORE, SHIFT, TEAM, TIP, as_table
from planning.calendar import week_shifts
from planning.demand import Demand, Want, weekly_demand
from planning.ground import BARE, Ground
from planning.rules import default_rules, parse_rules
from tests.builders import inspections as visits_table
from tests.builders import sites as sites_table

if TYPE_CHECKING:
    import pandas as pd

    from planning.calendar import Shift

MONDAY = date(2026, 11, 23)
TEAM_ROW = {"team_id": "T1", "name": "一队", "card_holders": 2, "lon_deg": 115, "lat_deg": 35.5}
DAY = {"team_id": "T1", "kind": "day", "start_s": 30_600, "end_s": 63_000}
NIGHT = {"team_id": "T1", "kind": "night", "weekday": 1, "start_s": 68_400, "end_s": 82_800}
Rows = tuple[dict[str, Any], ...]


def ago(days: int) -> date:
    """Count days back from the week's Monday."""
    return MONDAY - timedelta(days=days)


def shifts(*, night: bool = False, crews: Rows = ({},)) -> tuple[Shift, ...]:
    """Let one team work five days, and one night if asked; or several teams."""
    teams = as_table([{**TEAM_ROW, **crew} for crew in crews], TEAM)
    days = [{**DAY, "shift_id": f"D-{team}", "team_id": team} for team in teams.index]
    rows = days + ([{"shift_id": "N", **NIGHT}] if night else [])
    table = as_table(rows, SHIFT)
    return week_shifts(teams, table, monday=MONDAY, rules=default_rules())


NOTHING_DRAWN = {"random": {"share": 0.0}, "ahead": {"days": 0}, "audit": {"share": 0.0}}


def demand(  # noqa: PLR0913  # the tables of a town
    sites: Rows = ({},),
    *,
    grades: tuple[str, ...] = (),
    visits: Rows = (),
    findings: Rows = (),
    tips: Rows = (),
    rules: dict[str, Any] | None = None,
    night: bool = False,
    seed: int = 1,
    reachable: pd.Series | None = None,
    crews: Rows = ({},),
    ground: Ground = BARE,
) -> Demand:
    """
    Ask what the week must hold; each test only says what matters to it.

    By default nothing is drawn, and nothing pulled forward: a town of one site is always light.
    """
    table = sites_table(*sites)
    scored = [
        {
            "site_id": site,
            "as_of": MONDAY,
            "model": "test",
            "risk": 0.4,
            "grade": grades[number] if number < len(grades) else "blue",
            "uncertainty": 0.5,
            "reasons": "[]",
        }
        for number, site in enumerate(table.index)
    ]
    return weekly_demand(
        table,
        as_table(scored, SCORE),
        visits_table(*visits),
        as_table([{"finding_id": f"F{n}", **row} for n, row in enumerate(findings)], FINDING),
        as_table([{"tip_id": f"X{n}", **row} for n, row in enumerate(tips)], TIP),
        shifts=shifts(night=night, crews=crews),
        monday=MONDAY,
        as_of=MONDAY,
        rules=parse_rules(
            {
                "random": {"share": 0.0},
                "ahead": {"days": 0},
                "audit": {"share": 0.0},
                **(rules or {}),
            }
        ),
        seed=seed,
        reachable=reachable,
        ground=ground,
    )


def only_want(**what: Any) -> Want:  # noqa: ANN401  # as demand
    """Ask for a town of one site, and give what is wanted there."""
    (want,) = demand(**what).wants
    return want
