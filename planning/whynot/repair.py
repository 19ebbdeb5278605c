"""One change that would let a broken promise be kept, and the problem with that change made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planning.problem import Problem, ProblemShift, ProblemSite

KINDS = (
    "unpin",
    "allow",
    "overtime",
    "window",
    "card_holders",
    "skill",
    "home_village",
    "team_day",
)
"""Kinds of repairs, the cheapest first: minutes of people at work come before more people."""

EXTRA = "extra:"
"""Begins the id of a shift that a repair adds; the id of the shift it is like follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """
    One change, tried: with it the visit fits beside everything that is planned.

    Attributes
    ----------
    kind
        One of ``KINDS``.
    site
        The visit that it lets in.
    shift
        Who would make it; for ``team_day`` the shift whose hours and base the new one has.
    place
        Place of the visit among the stops of that shift, from 0.
    amount_s
        ``overtime``: seconds that the shift ends later. ``window``: seconds between the nearest
        hour at which the site is open and ``start_s``. 0 elsewhere.
    start_s
        ``window``: when the visit would begin.
    skills, card_holders
        ``skill``, ``card_holders`` and ``team_day``: what that shift would need on top.
    """

    kind: str
    site: str
    shift: str
    place: int
    amount_s: int = 0
    start_s: int | None = None
    skills: tuple[str, ...] = ()
    card_holders: int = 0

    @property
    def dearness(self) -> tuple[int, int, int]:
        """Order repairs, the cheapest first."""
        more = len(self.skills) + self.card_holders
        return KINDS.index(self.kind), more, self.amount_s

    def listed(self) -> dict[str, Any]:
        """Write it ready for JSON; only what its kind has."""
        told: dict[str, Any] = {"kind": self.kind, "site": self.site, "shift": self.shift}
        if self.kind in {"overtime", "window"}:
            told["minutes"] = -(-self.amount_s // 60)
        if self.start_s is not None:
            told["start_s"] = self.start_s
        if self.skills:
            told["skills"] = list(self.skills)
        if self.card_holders:
            told["card_holders"] = self.card_holders
        return told


def repaired(problem: Problem, repair: Repair) -> Problem:
    """Make the change of a repair, and only that."""
    site = problem.sites[problem.site_index[repair.site]]
    shift = problem.shifts[problem.shift_index[repair.shift]]
    if repair.kind in {"unpin", "allow", "window"}:
        changed = changed_site(site, repair)
        return replace(problem, sites=tuple(changed if s is site else s for s in problem.sites))
    if repair.kind == "team_day":
        return replace(problem, shifts=(*problem.shifts, changed_shift(shift, repair)))
    better = changed_shift(shift, repair)
    return replace(problem, shifts=tuple(better if s is shift else s for s in problem.shifts))


def changed_site(site: ProblemSite, repair: Repair) -> ProblemSite:
    """Return the visit as it would be."""
    if repair.kind == "unpin":
        return replace(site, pin=None)
    if repair.kind == "allow":
        return replace(site, forbidden_shifts=site.forbidden_shifts - {repair.shift})
    if repair.start_s is None:
        return site
    return replace(site, windows=(*site.windows, (repair.start_s, repair.start_s)))


def changed_shift(shift: ProblemShift, repair: Repair) -> ProblemShift:
    """Return the shift as it would be; for ``team_day`` the new one."""
    skills = shift.skills | set(repair.skills)
    card_holders = shift.card_holders + repair.card_holders
    if repair.kind == "team_day":
        return replace(
            shift,
            id=f"{EXTRA}{shift.id}",
            team=f"{EXTRA}{shift.team}",
            skills=skills,
            card_holders=card_holders,
            home_village=None,
            frozen=(),
        )
    home = None if repair.kind == "home_village" else shift.home_village
    end_s = shift.end_s + repair.amount_s if repair.kind == "overtime" else shift.end_s
    return replace(shift, end_s=end_s, skills=skills, card_holders=card_holders, home_village=home)
