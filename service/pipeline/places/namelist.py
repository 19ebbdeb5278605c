"""What sentences of a plan call sites and shifts: each name stands for one of them only."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from data.units import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from planning.calendar import Shift


def site_names(sites: pd.DataFrame, teams: pd.DataFrame, shifts: Sequence[Shift]) -> dict[str, str]:
    """
    Say what people call sites and shifts.

    Parameters
    ----------
    sites, teams
        With ``name``, by id.
    shifts
        Those of the week.

    Returns
    -------
    names
        By id. Sites of one name have their id behind it, as on the pages; shifts of one team on
        one day their hours, since "the team's Tuesday" would not say day or night.
    """
    named = {str(site): str(name) for site, name in sites["name"].items()}
    alike = Counter(named.values())
    called = {site: f"{name} {site}" if alike[name] > 1 else name for site, name in named.items()}
    days = Counter((shift.team, shift.day) for shift in shifts)
    return called | {
        shift.id: _shift_name(shift, str(teams["name"][shift.team]), days[shift.team, shift.day])
        for shift in shifts
    }


def _shift_name(shift: Shift, team: str, count: int) -> str:
    name = f"{team} {shift.day.isoformat()}"
    return name if count == 1 else f"{name} ({clock(shift.start_s)}–{clock(shift.end_s)})"
