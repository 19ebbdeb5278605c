"""What a page says of one stop, or of one place found on the way, as checked records."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import orjson

from data.words import FINDING_LEVELS

if TYPE_CHECKING:
    from collections.abc import Mapping

CHINA = timezone(timedelta(hours=8))
RECHECKED = ("closed", "open")
"""What a re-check can say of a finding: mended and struck off, or still there."""
_LON, _LAT = 180.0, 90.0
_MOST_COUNTED = 1_000_000
"""Photographs of one visit; a store holds no whole number of any size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidFinding:
    """
    One hazard as somebody wrote it down at the door.

    Attributes
    ----------
    id
        The phone's own id of it, kept when its words change; empty in a table.
    what
        The hazard in the team's words.
    level
        Code of ``data.words.FINDING_LEVELS``.
    due
        Day by which it must be mended; missing where the rules say.
    on_the_spot
        Mended before the team left.
    photos
        Photographs taken; missing where nobody counted.
    """

    id: str
    what: str
    level: str
    due: date | None
    on_the_spot: bool
    photos: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidRecheck:
    """What a re-check says of one open finding: ``state`` is one of ``RECHECKED``."""

    id: str
    state: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidVisit:
    """
    What a page says of one stop.

    Attributes
    ----------
    result
        Code of the result; missing where somebody took it back.
    skip
        Why nobody went, the page's code; empty where somebody did.
    note
        What the team wrote; empty where nothing.
    photos
        Photographs taken; missing where nobody counted.
    arrived_at, done_at
        When the team came and was done, UTC; missing where not ticked.
    findings, rechecked
        What was found, and what became of earlier findings.
    """

    result: str | None
    skip: str
    note: str
    photos: int | None
    arrived_at: datetime | None
    done_at: datetime | None
    findings: tuple[SaidFinding, ...]
    rechecked: tuple[SaidRecheck, ...]

    @property
    def is_withdrawn(self) -> bool:
        """Tell whether there is nothing left of it."""
        return self.result is None

    @property
    def substance(self) -> object:
        """Return what two phones must agree on; minutes and photographs may differ."""
        found = sorted(_essence(one) for one in self.findings)
        again = sorted((one.id, one.state) for one in self.rechecked)
        return (self.result, self.skip, self.note, found, again)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidPlace:
    """
    What a page says of a place found on the way.

    Attributes
    ----------
    name, what
        What it is called, and what was seen; empty where unknown.
    lon_deg, lat_deg
        WGS-84; both missing where the phone knew no position.
    accuracy_m
        Radius the phone gave with it, metres.
    village
        The village, where there is no position; empty where unknown.
    at
        When it was seen, UTC.
    photos, findings
        As of a visit.
    deleted
        Whether it was taken back.
    """

    name: str
    what: str
    lon_deg: float | None
    lat_deg: float | None
    accuracy_m: float | None
    village: str
    at: datetime
    photos: int | None
    findings: tuple[SaidFinding, ...]
    deleted: bool

    @property
    def is_withdrawn(self) -> bool:
        """Tell whether there is nothing left of it."""
        return self.deleted

    @property
    def substance(self) -> object:
        """Return what two records must agree on."""
        where = (self.name, self.what, self.lon_deg, self.lat_deg, self.village)
        return (where, sorted(_essence(one) for one in self.findings))


def _essence(one: SaidFinding) -> tuple[str, str, str, bool]:
    return (one.what, one.level, one.due.isoformat() if one.due else "", one.on_the_spot)


def content_of(said: SaidVisit | SaidPlace) -> str:
    """Write all that was said as JSON that is equal for equal words."""
    kind = "place" if isinstance(said, SaidPlace) else "visit"
    return orjson.dumps({"kind": kind, **asdict(said)}, option=orjson.OPT_SORT_KEYS).decode()


@lru_cache(maxsize=4_000)
def said_in(content: str) -> SaidVisit | SaidPlace:
    """Read back what :func:`content_of` wrote; a day's words are read again with each result."""
    told = orjson.loads(content)
    if told["kind"] == "visit":
        return read_visit(told)
    return read_place(told | {"lon": told["lon_deg"], "lat": told["lat_deg"]})


def read_visit(told: Mapping[str, Any]) -> SaidVisit:
    """
    Read what a file says of one stop.

    Raises
    ------
    ValueError
        If a value is of the wrong kind; it names the field.
    """
    return SaidVisit(
        result=text_in(told, "result") or None,
        skip=text_in(told, "skip"),
        note=text_in(told, "note"),
        photos=_count(told, "photos"),
        arrived_at=_moment_or_none(told, "arrived_at"),
        done_at=_moment_or_none(told, "done_at"),
        findings=tuple(map(_finding, _list(told, "findings"))),
        rechecked=tuple(map(_recheck, _list(told, "rechecked"))),
    )


def read_place(told: Mapping[str, Any]) -> SaidPlace:
    """
    Read what a file says of one place found on the way.

    Raises
    ------
    ValueError
        If a value is of the wrong kind, or only one half of a position is there.
    """
    lon, lat = _number(told, "lon", _LON), _number(told, "lat", _LAT)
    if (lon is None) != (lat is None):
        raise ValueError("lon, lat")
    return SaidPlace(
        name=text_in(told, "name"),
        what=text_in(told, "what"),
        lon_deg=lon,
        lat_deg=lat,
        accuracy_m=_number(told, "accuracy_m", None),
        village=text_in(told, "village"),
        at=moment_in(text_in(told, "at")),
        photos=_count(told, "photos"),
        findings=tuple(map(_finding, _list(told, "findings"))),
        deleted=_flag(told, "deleted"),
    )


def _finding(told: Mapping[str, Any]) -> SaidFinding:
    level = text_in(told, "level") or "ordinary"
    if level not in FINDING_LEVELS:
        raise ValueError("level")
    due = text_in(told, "due")
    return SaidFinding(
        id=text_in(told, "id"),
        what=text_in(told, "what"),
        level=level,
        due=date.fromisoformat(due) if due else None,
        on_the_spot=_flag(told, "on_the_spot"),
        photos=_count(told, "photos"),
    )


def _recheck(told: Mapping[str, Any]) -> SaidRecheck:
    one = SaidRecheck(
        id=text_in(told, "finding") or text_in(told, "id"),
        state=text_in(told, "state"),
        note=text_in(told, "note"),
    )
    if not one.id or one.state not in RECHECKED:
        raise ValueError("rechecked")
    return one


def text_in(told: Mapping[str, Any], name: str) -> str:
    """Read a text, a missing one as empty; ``ValueError`` names a field that holds none."""
    value = told.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(name)
    return (value or "").strip()


def moment_in(text: str) -> datetime:
    """Read a moment; a table has it as the clock on the wall showed it, in China."""
    told = datetime.fromisoformat(text)
    return (told if told.tzinfo else told.replace(tzinfo=CHINA)).astimezone(UTC)


def _moment_or_none(told: Mapping[str, Any], name: str) -> datetime | None:
    text = text_in(told, name)
    return moment_in(text) if text else None


def _list(told: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    listed = told.get(name)
    if listed is None:
        return []
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise ValueError(name)
    return listed


def _count(told: Mapping[str, Any], name: str) -> int | None:
    value = told.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, str) and value.isdecimal() and len(value) < len(str(_MOST_COUNTED)):
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < _MOST_COUNTED:
        raise ValueError(name)
    return value


def _number(told: Mapping[str, Any], name: str, most: float | None) -> float | None:
    value = told.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(name)  # noqa: TRY004  # as below
    if most is not None and not -most <= value <= most:
        raise ValueError(name)
    return float(value)


def _flag(told: Mapping[str, Any], name: str) -> bool:
    value = told.get(name, False)
    if not isinstance(value, bool):
        raise ValueError(name)  # noqa: TRY004  # one error for all that a file says wrongly
    return value
