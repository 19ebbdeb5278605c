"""What a team enters at a stop, drawn by a seeded rule; and what a page offers it to enter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

_SKIPS = ("time", "blocked")
_SKIPPED, _SILENT, _SHUT, _FINDING = 0.06, 0.04, 0.06, 0.2
_MENDED, _MAJOR, _SPOT, _UNDATED, _SWEPT = 0.6, 0.15, 0.25, 0.2, 0.3
_SOONEST_DAYS, _LATEST_DAYS = 7, 22
_HASTE = 0.1
"""Teams leave up to a tenth sooner than planned, and drive the rest of the time: who left after
the same minutes everywhere would seem to drive at a walk, and the next week be planned so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """
    A stop as the page shows it.

    Attributes
    ----------
    order, site
        Number on the route; id of the site, or of a place to sweep.
    known
        Ids of the findings whose re-check the page asks for.
    is_sweep
        Whether it is a place in no ledger.
    at
        When the team comes, by the clock in China.
    stay
        How long the plan lets it stay.
    """

    order: int
    site: str
    known: tuple[str, ...]
    is_sweep: bool
    at: datetime
    stay: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard:
    """A hazard as it is typed in; ``what`` is like no other's. No ``due``: the rules say."""

    what: str
    level: str = "ordinary"
    due: date | None = None
    is_mended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """
    What a team says of a stop.

    Attributes
    ----------
    site, at, stay
        Where, when it came, and how long it stayed.
    result
        The page's code; ``skipped`` where nobody went, ``None`` where nothing is said or all was
        taken back.
    skip
        Why nobody went; empty where somebody did.
    hazards
        What was found.
    rechecked
        Findings of before, and whether they are ``closed`` or ``open``.
    is_undone
        Whether it is entered and taken back after the first export.
    """

    site: str
    at: datetime
    result: str | None
    stay: timedelta = timedelta(minutes=20)
    skip: str = ""
    hazards: tuple[Hazard, ...] = ()
    rechecked: tuple[tuple[str, str], ...] = ()
    is_undone: bool = False

    @property
    def counted(self) -> Answer:
        """Return what counts in the end."""
        if not self.is_undone:
            return self
        return replace(self, result=None, hazards=(), rechecked=(), is_undone=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place found on the way: its name, like no other's, and what is wrong there, if anything."""

    name: str
    at: datetime
    hazard: Hazard | None


def answer(offer: Offer, dice: np.random.Generator, *, name: str) -> Answer:
    """
    Draw what the team says: mostly clean, now and then a hazard, a shut gate, not a word.

    Parameters
    ----------
    offer
        The stop.
    dice
        Source of chance; a stop takes the same number of draws whatever comes of it.
    name
        Makes the words of its hazards like no other's.
    """
    fate, second, level, spot, undated, haste = dice.random(6)
    days = int(dice.integers(_SOONEST_DAYS, _LATEST_DAYS))
    mended = dice.random(len(offer.known)) < _MENDED
    blank = Answer(
        site=offer.site, at=offer.at, result=None, stay=offer.stay * (1 - _HASTE * haste)
    )
    if fate < _SKIPPED:
        return replace(blank, result="skipped", skip=_SKIPS[int(second * len(_SKIPS))])
    if fate < _SKIPPED + _SILENT:
        return blank
    if offer.is_sweep:
        return replace(blank, result="new_site" if second < _SWEPT else "clean")
    if fate < _SKIPPED + _SILENT + _SHUT:
        return replace(blank, result="closed")
    again = tuple(
        (key, "closed" if is_mended else "open")
        for key, is_mended in zip(offer.known, mended, strict=True)
    )
    if second < _FINDING:
        is_major = level < _MAJOR
        is_spot = bool(not is_major and spot < _SPOT)
        due = None if is_spot or undated < _UNDATED else offer.at.date() + timedelta(days=days)
        hazard = Hazard(
            what=f"{name}号隐患",
            level="major" if is_major else "ordinary",
            due=due,
            is_mended=is_spot,
        )
        code = "illegal" if is_major else "finding"
        return replace(blank, result=code, hazards=(hazard,), rechecked=again)
    is_held = any(state == "open" for _, state in again)
    return replace(blank, result="finding" if is_held else "clean", rechecked=again)
