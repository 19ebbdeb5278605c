"""Which shifts can never make a visit, so that nobody is offered them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planning.problem import ProblemShift, ProblemSite

NO_HOURS = "no_hours"
"""The shift works while the place is closed, or closes before the visit would be over."""


def refused_shifts(site: ProblemSite, shifts: Iterable[ProblemShift]) -> dict[str, str]:
    """
    Say which shifts can never make a visit, whatever else they do.

    Parameters
    ----------
    site
        The visit.
    shifts
        Those of the plan.

    Returns
    -------
    codes
        By shift id: ``NO_HOURS``, or a code of ``data.words.UNPLANNED``. A shift that is missing
        may still be too far away: ways are not reckoned with here.
    """
    found = ((shift.id, _refusal(site, shift)) for shift in shifts)
    return {shift: code for shift, code in found if code is not None}


def _refusal(site: ProblemSite, shift: ProblemShift) -> str | None:
    if site.barred is not None:
        return site.barred.reason
    last_s = shift.end_s - site.service_s
    is_open = any(max(a, shift.start_s) <= min(b, last_s) for a, b in site.windows)
    return shift.refuses(site) or (None if is_open else NO_HOURS)
