"""Expert days: who can come along when, and whose re-check gets which of their minutes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from data.schema import as_records
from data.units import SECONDS_PER_MINUTE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from planning.calendar import Shift
    from planning.problem import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertDay:
    """
    One day on which an expert can come along.

    Attributes
    ----------
    expert_day_id, expert
        Its id, and the expert's name.
    skills
        Codes of ``data.words.EXPERTISE``.
    day, minutes
        The day, and the time there is from the beginning of a shift.
    team
        Id of the team the expert rides with; ``None``: any one team.
    """

    expert_day_id: str
    expert: str
    skills: frozenset[str]
    day: date
    minutes: int
    team: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """
    A re-check that waits for an expert.

    Attributes
    ----------
    site_id, village
        The place.
    needs
        Codes that somebody must bring.
    service_s, windows, card_holders
        How the visit is made.
    """

    site_id: str
    village: str | None
    needs: frozenset[str]
    service_s: int
    windows: tuple[Window, ...]
    card_holders: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """
    Minutes of an expert that one re-check has.

    Attributes
    ----------
    expert_day
        Whose, and when.
    team
        The team that the expert rides with.
    windows
        When service may start.
    needs
        What the team itself must bring.
    """

    expert_day: ExpertDay
    team: str
    windows: tuple[Window, ...]
    needs: frozenset[str]


@dataclass(slots=True)
class _Diary:
    """What is left of one expert day, and with whom the expert rides once that is settled."""

    expert_day: ExpertDay
    left_s: float
    team: str | None = field(default=None)


def experts_of(
    table: pd.DataFrame, *, first: date, last: date, as_of: date | None = None
) -> tuple[ExpertDay, ...]:
    """
    Read the expert days of some days that were not called off.

    Parameters
    ----------
    table
        By schema ``EXPERT_DAY``.
    first, last
        The days, both included.
    as_of
        Days called off on it or later still stood; ``None``: what is called off by now is.
    """
    found = []
    for row in as_records(table):
        off = row["cancelled"]
        is_off = not pd.isna(off) and (as_of is None or off.date() < as_of)
        if first <= row["day"].date() <= last and not is_off:
            found.append(expert_day_of(row))
    return tuple(sorted(found, key=lambda one: (one.day, one.expert_day_id)))


def expert_day_of(row: dict[str, Any]) -> ExpertDay:
    """Read one row of the table."""
    team = row["team_id"]
    return ExpertDay(
        expert_day_id=str(row["expert_day_id"]),
        expert=str(row["expert"]),
        skills=frozenset(json.loads(row["skills"])),
        day=row["day"].date(),
        minutes=int(row["minutes"]),
        team=team if isinstance(team, str) else None,
    )


def book(
    asking: Sequence[Asking],
    experts: Iterable[ExpertDay],
    shifts: Sequence[Shift],
    *,
    travel_s: float,
) -> dict[str, Booking]:
    """
    Give re-checks their share of the experts' minutes, the most urgent first.

    Parameters
    ----------
    asking
        Re-checks that wait, most urgent first.
    experts
        Days of this week.
    shifts
        Who works when.
    travel_s
        Seconds reckoned for the way to each.

    Returns
    -------
    bookings
        By site id; one that is missing found no day with minutes enough. No day is booked for more
        than its minutes, and each expert rides with one team.
    """
    diaries = [_Diary(one, one.minutes * SECONDS_PER_MINUTE, one.team) for one in experts]
    booked: dict[str, Booking] = {}
    for number, one in enumerate(asking):
        found = _place(one, diaries, shifts, waiting=asking[number:], travel_s=travel_s)
        if found is not None:
            booked[one.site_id] = found
    return booked


def _place(
    one: Asking,
    diaries: Sequence[_Diary],
    shifts: Sequence[Shift],
    *,
    waiting: Sequence[Asking],
    travel_s: float,
) -> Booking | None:
    for diary in diaries:
        if diary.left_s < one.service_s + travel_s:
            continue
        rides = [
            (shift, windows)
            for shift in _able(one, diary, shifts)
            if (windows := _windows(one, diary.expert_day, shift))
        ]
        if not rides:
            continue
        shift, windows = max(
            rides, key=lambda ride: (_wanted(ride[0], diary, waiting), -shifts.index(ride[0]))
        )
        diary.left_s -= one.service_s + travel_s
        diary.team = shift.team
        needs = one.needs - diary.expert_day.skills
        return Booking(expert_day=diary.expert_day, team=shift.team, windows=windows, needs=needs)
    return None


def _able(one: Asking, diary: _Diary, shifts: Sequence[Shift]) -> list[Shift]:
    """List the shifts of the day on which the expert's team may make the visit."""
    return [
        shift
        for shift in shifts
        if shift.day == diary.expert_day.day
        and (diary.team is None or shift.team == diary.team)
        and one.needs & diary.expert_day.skills
        and one.needs <= diary.expert_day.skills | shift.skills
        and shift.card_holders >= one.card_holders
        and (one.village is None or one.village != shift.home_village)
    ]


def _wanted(shift: Shift, diary: _Diary, waiting: Sequence[Asking]) -> int:
    """Count the waiting re-checks that this shift could make with the expert."""
    return sum(
        shift in _able(one, diary, [shift]) and bool(_windows(one, diary.expert_day, shift))
        for one in waiting
    )


def _windows(one: Asking, expert_day: ExpertDay, shift: Shift) -> tuple[Window, ...]:
    """Keep the hours in which the expert is there until the visit is over."""
    over_s = min(shift.start_s + expert_day.minutes * SECONDS_PER_MINUTE, shift.back_s)
    spans = (
        (max(open_s, shift.start_s), min(close_s, over_s - one.service_s))
        for open_s, close_s in one.windows
    )
    return tuple((first, last) for first, last in spans if first <= last)
