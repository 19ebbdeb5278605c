"""What a plan promises and leaves out: broken promises first, then every place with its reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

from data.schema import as_records
from data.words import DEFERRABLE
from service.web.week.teamdays import Why, place_names, reasons

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.store import Store
    from service.web.week.teamdays import TeamDay

Pair = tuple[str, str]

OVERTIME = "overtime"
"""Kind of a repair that lengthens a shift."""
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_:-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseLine:
    """One promise: kept or not, and what would help, as (Chinese, English)."""

    kept: bool
    words: Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """One place that is not visited: ``reason`` a code of ``data.words.UNPLANNED``."""

    site_id: str
    name: str
    village: str
    must: bool
    reason: str
    words: Pair
    whys: tuple[Why, ...]
    is_sweep: bool

    @property
    def is_deferred(self) -> bool:
        """Tell whether it is due this week by rule and no promise: it has to wait."""
        return not self.must and any(code in DEFERRABLE for code, _, _ in self.whys)


def promise_lines(store: Store, plan_id: str) -> tuple[PromiseLine, ...]:
    """List the promises of a plan, broken ones first."""
    rows = as_records(store.read("promise", where={"plan_id": [plan_id]}))
    lines = [PromiseLine(kept=bool(row["kept"]), words=(row["zh"], row["en"])) for row in rows]
    return tuple(sorted(lines, key=lambda line: line.kept))


def overtime_together(
    store: Store, plan_id: str, *, days: Sequence[TeamDay]
) -> tuple[tuple[str, int, int], ...]:
    """
    Add up what broken promises ask of the same shift, since each was tried alone.

    Returns
    -------
    asked
        Of each shift that several count on: its name, how many promises, the minutes of overtime
        that all need at least.
    """
    minutes: dict[str, list[int]] = {}
    for row in as_records(store.read("promise", where={"plan_id": [plan_id]})):
        found = {} if row["kept"] else orjson.loads(row["detail"] or "{}")
        for repair in found.get("repairs", ()):
            if repair["kind"] == OVERTIME:
                minutes.setdefault(repair["shift"], []).append(int(repair["minutes"]))
    names = called(days)
    return tuple(
        (names.get(shift, (shift, shift))[0], len(one), sum(one))
        for shift, one in minutes.items()
        if len(one) > 1
    )


def left_out(store: Store, plan_id: str, *, days: Sequence[TeamDay]) -> tuple[LeftOut, ...]:
    """
    List the places that a plan leaves out, musts first.

    Parameters
    ----------
    days
        What teams do by the plan: sentences name shifts and places by their ids, people do not.
    """
    rows = as_records(store.read("unplanned", where={"plan_id": [plan_id]}))
    places = place_names(store, [row["site_id"] for row in rows])
    names = called(days)
    lines = [
        LeftOut(
            site_id=row["site_id"],
            name=places[row["site_id"]][0],
            village=places[row["site_id"]][1],
            must=bool(row["must"]),
            reason=row["reason"],
            words=(_named(row["zh"], names, 0), _named(row["en"], names, 1)),
            whys=reasons(row["why"]),
            is_sweep=places[row["site_id"]][2],
        )
        for row in rows
        if row["site_id"] in places
    ]
    return tuple(sorted(lines, key=lambda line: (not line.must, not line.whys, line.site_id)))


def reason_counts(lines: Sequence[LeftOut]) -> tuple[tuple[str, int], ...]:
    """Count the reasons of places left out, the commonest first."""
    found = [line.reason for line in lines]
    counts = ((code, found.count(code)) for code in set(found))
    return tuple(sorted(counts, key=lambda one: (-one[1], one[0])))


def called(days: Sequence[TeamDay]) -> dict[str, Pair]:
    """Name shifts and stops of a plan as people do, in Chinese and English, by id."""
    names: dict[str, Pair] = {}
    for one in days:
        names[one.shift] = (f"{one.team} {one.day:%m-%d}",) * 2
        names |= {stop.site_id: (f"“{stop.name}”",) * 2 for stop in one.stops}
    return names


def _named(sentence: str, names: Mapping[str, Pair], language: int) -> str:
    """
    Put names in the place of ids.

    Examples
    --------
    >>> _named("swap S00001, not S00002", {"S00001": ("甲厂", "Works A")}, 1)
    'swap Works A, not S00002'
    """

    def name(match: re.Match[str]) -> str:
        pair = names.get(match[0])
        return match[0] if pair is None else pair[language]

    return _ID.sub(name, sentence)
