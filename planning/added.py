"""A visit that somebody asks for in the middle of the week, as a want with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.model import Why
from data.units import SECONDS_PER_MINUTE
from planning.candidates import Frame, candidate, standings
from planning.history import site_histories
from planning.kinds import Kinds
from planning.seasons import in_season
from planning.visits import want_of
from planning.wants import Claim

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import pandas as pd

    from planning.calendar import Shift
    from planning.rules import Rules
    from planning.visits import Want


def asked_wants(  # noqa: PLR0913  # the tables of a town
    asked: Mapping[str, tuple[Claim, ...]],
    sites: pd.DataFrame,
    scores: pd.DataFrame,
    past: Mapping[str, pd.DataFrame],
    *,
    shifts: Sequence[Shift],
    monday: date,
    as_of: date,
    rules: Rules,
) -> dict[str, Want]:
    """
    Say what visits are that were not in the week's demand, or whose kind was not kept.

    Parameters
    ----------
    asked
        What speaks for each visit, most binding first, by site id; what the records say is not
        added to it.
    sites, scores
        Tables of ``data.schema``.
    past
        Tables ``inspection``, ``finding`` and ``tip``.
    shifts, monday, as_of, rules
        As in ``weekly_demand``.

    Returns
    -------
    wants
        By site id, in the order of the site table.
    """
    tables = (past["inspection"], past["finding"], past["tip"])
    histories = site_histories(sites, *tables, as_of=as_of, rules=rules, monday=monday)
    last_day = max(shift.day for shift in shifts)
    rules = in_season(rules, monday, last_day)
    frame = Frame(monday, last_day, as_of, rules, Kinds(shifts, rules, monday))
    wants = {}
    for row, standing in standings(sites, scores, histories, rules):
        claims = asked.get(str(row.Index), ())
        one = candidate(row, standing, frame) if claims else None
        for claim in reversed(claims):
            one = one and one.claimed(claim, frame.kinds)
        if one is not None:
            wants[one.site_id] = want_of(one)
    return wants


def urgent_days(shifts: Sequence[Shift], *, from_s: int, rules: Rules) -> tuple[int, ...]:
    """
    Say by when a visit is promised that is added now.

    Parameters
    ----------
    shifts
        Who works when this week.
    from_s
        The moment, seconds of the week; at 0 the week has not begun, and nothing is urgent.
    rules
        How long a day must still last.

    Returns
    -------
    due_s
        Ends of days, seconds of the week: of today, where there is time left, and of the next day
        on which anybody works.
    """
    if from_s <= 0:
        return ()
    ends: dict[date, int] = {}
    for shift in shifts:
        ends[shift.day] = max(ends.get(shift.day, 0), shift.back_s)
    starts = {day: min(s.start_s for s in shifts if s.day == day) for day in ends}
    left_s = rules.urgent.left_minutes * SECONDS_PER_MINUTE
    begun = [ends[day] for day in sorted(ends) if starts[day] <= from_s]
    today = [end_s for end_s in begun[-1:] if end_s - from_s >= left_s]
    ahead = [ends[day] for day in sorted(ends) if starts[day] > from_s]
    return (*today, *ahead[:1])


def asked_claim(reason: str, rules: Rules) -> Claim:
    """Say that somebody asked for a visit now, and in whose words; it is a promise."""
    zh, en = f"临时增加：{reason}", f"Added during the week: {reason}"
    return Claim(Why("tip", zh, en), rules.prize.tip_open_points, is_promise=True)
