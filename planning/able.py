"""Which teams may make a visit this week, and how long each is there for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planning.calendar import Shift
    from planning.problem import Window


class Visit(Protocol):
    """What decides who may go: a ``Want``, or a ``Kind``."""

    @property
    def service_s(self) -> int:
        """Return the seconds on the spot."""

    @property
    def windows(self) -> tuple[Window, ...]:
        """Return when service may start."""

    @property
    def needs(self) -> frozenset[str]:
        """Return the skills that the team must have."""

    @property
    def card_holders(self) -> int:
        """Return the card holders that the team must have."""


def able_teams(visit: Visit, village: str | None, shifts: Iterable[Shift]) -> dict[str, int]:
    """
    Find the teams that skills, card holders, hours and the home village let make a visit.

    Whether the roads let them is not asked: all start in one town.

    Parameters
    ----------
    visit
        What it needs.
    village
        Where it is; ``None`` where nobody knows.
    shifts
        Who works when.

    Returns
    -------
    open_s
        By team id, ascending: seconds within which the team could begin, > 0.
    """
    open_s: dict[str, int] = {}
    for shift in shifts:
        if not (visit.needs <= shift.skills and visit.card_holders <= shift.card_holders):
            continue
        if village is not None and village == shift.home_village:
            continue
        found = sum(_overlap_s(shift, window, visit.service_s) for window in visit.windows)
        if found:
            open_s[shift.team] = open_s.get(shift.team, 0) + found
    return dict(sorted(open_s.items()))


def _overlap_s(shift: Shift, window: Window, service_s: int) -> int:
    first, last = max(shift.start_s, window[0]), min(shift.back_s - service_s, window[1])
    return max(last - first, 0)
