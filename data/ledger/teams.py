"""Rows of team lists become teams and their shifts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.ledger.assumption import Question, at_best, settle
from data.ledger.hours import Hours, read_hours, read_weekdays
from data.ledger.names import village_key
from data.ledger.notes import Note, note
from data.ledger.outcomes import Outcome, Record, as_json, rejected, taken
from data.ledger.positions import Place, Position, find_outside, read_places
from data.ledger.sheets import cell_text, is_empty
from data.ledger.spellings import SKILL, find_code
from data.ledger.values import narrow, read_flag, read_number
from data.ledger.vicinity import around_book, book_middle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.ledger.rows import LedgerRow
    from data.ledger.sitebook import SiteBook

_NUMBER = re.compile(r"T(\d+)")
_SPLIT = re.compile(r"[、,,;;/|\s]+")
_NOBODY = frozenset({"无", "没有", "否", "0"})
_MOST_HOLDERS = 10_000
"""More in one team is a telephone number in the wrong column."""
_SHIFT_FIELDS = {"day": "day_shift", "night": "night_shift"}


@dataclass(frozen=True, slots=True)
class TeamImport:
    """
    Teams and shifts of an import.

    Attributes
    ----------
    outcomes
        One per row.
    shifts
        By schema ``SHIFT``, of all accepted teams.
    dropped_shifts
        Ids of stored shifts of these teams that their rows no longer state.
    """

    outcomes: list[Outcome]
    shifts: list[Record]
    dropped_shifts: tuple[str, ...]


def resolve_teams(
    rows: Sequence[LedgerRow],
    *,
    known: dict[str, Record],
    known_shifts: dict[str, Record],
    book: SiteBook,
    datum: str,
) -> TeamImport:
    """
    Give every row of team lists its fate.

    A team is known by its name. Its base is where the row says, else the middle of the sites in
    its home village.

    Parameters
    ----------
    rows
        Rows of all files.
    known, known_shifts
        What the store holds, by id.
    book
        All sites.
    datum
        Datum of rows that state none, or ``auto``.
    """
    ids = {_key(str(record["name"])): team for team, record in known.items()}
    seen: dict[str, str] = {}
    outcomes: list[Outcome] = []
    shifts: list[Record] = []
    for row, place in zip(rows, _bases(rows, book, datum=datum), strict=True):
        name = _key(row.text("name") or "")
        team_id = seen.get(name) or ids.get(name) or _next_id([*known, *seen.values()])
        if name and name in seen:
            said = note("duplicate_row", id=team_id)
            outcomes.append(Outcome(row, "duplicate", (*row.notes, said), target=team_id))
            continue
        outcome, hours = _team(row, place, team_id=team_id, before=known.get(team_id))
        outcomes.append(outcome)
        if outcome.record is not None:
            seen[name] = team_id
            shifts += hours
    return TeamImport(outcomes, shifts, _dropped(shifts, known_shifts, set(seen.values())))


def _key(name: str) -> str:
    return narrow(name)


def _next_id(ids: Sequence[str]) -> str:
    numbers = [int(match[1]) for match in map(_NUMBER.fullmatch, ids) if match]
    return f"T{max(numbers, default=0) + 1:02d}"


def _dropped(shifts: list[Record], known: dict[str, Record], teams: set[str]) -> tuple[str, ...]:
    stated = {shift["shift_id"] for shift in shifts}
    return tuple(
        sorted(
            shift
            for shift, record in known.items()
            if record["team_id"] in teams and shift not in stated
        )
    )


def _bases(
    rows: Sequence[LedgerRow], book: SiteBook, *, datum: str
) -> list[tuple[Position | None, tuple[Note, ...]]]:
    """Find every team's base: its own coordinates, else the middle of its village's sites."""
    around = [(entry.lon_deg, entry.lat_deg) for entry in book.by_id.values()]
    places = read_places(rows, middle=lambda _plain: book_middle(book))
    usable = [(i, place) for i, place in enumerate(places) if isinstance(place, Place)]
    whys = find_outside([place for _, place in usable], around=around) if around else ()
    refused = {i: why for (i, _), why in zip(usable, whys, strict=False) if why}
    kept = [(i, place) for i, place in usable if i not in refused]
    villages = [village_key(rows[i].text("home_village")) for i, _ in kept]
    settled = settle([place for _, place in kept], villages, around=around_book(book), datum=datum)
    found = {
        i: at_best(place, position) if isinstance(position, Question) else position
        for (i, place), position in zip(kept, settled, strict=True)
    }
    return [
        (found[i], found[i].notes)
        if i in found
        else _village_middle(row, book, why=refused.get(i, places[i]))
        for i, row in enumerate(rows)
    ]


def _village_middle(
    row: LedgerRow, book: SiteBook, *, why: Note | Place
) -> tuple[Position | None, tuple[Note, ...]]:
    said = [note("position_dropped", why=(why.zh, why.en))] if isinstance(why, Note) else []
    village = village_key(row.text("home_village"))
    members = [e for e in book.by_id.values() if village and e.village_key == village]
    if not members:
        return None, tuple(said)
    lon, lat = np.median([(entry.lon_deg, entry.lat_deg) for entry in members], axis=0).tolist()
    stated = row.text("home_village") or ""
    said.append(note("base_from_village", village=stated, count=len(members)))
    return Position(lon, lat, "wgs84", datum_stated=True), tuple(said)


def _team(
    row: LedgerRow,
    base: tuple[Position | None, tuple[Note, ...]],
    *,
    team_id: str,
    before: Record | None,
) -> tuple[Outcome, list[Record]]:
    position, notes = base
    holders, _ = read_number(row.cells.get("card_holders"), column=row.header("card_holders"))
    if row.text("name") is None:
        return rejected(row, note("no_name")), []
    if holders is None or holders > _MOST_HOLDERS:
        return rejected(row, note("no_card_holders", value=row.text("card_holders") or "")), []
    if position is None:
        return rejected(row, note("no_base")), []
    skills, said = _skills(row)
    absent, absent_said = _absent(row)
    shifts, shifts_said = _shifts(row, team_id)
    record: Record = {
        "team_id": team_id,
        "name": row.text("name"),
        "card_holders": int(holders),
        "home_village": row.text("home_village"),
        "skills": as_json(skills),
        "has_car": read_flag(row.cells.get("has_car"), column=row.header("has_car"))[0],
        "has_drone": read_flag(row.cells.get("has_drone"), column=row.header("has_drone"))[0],
        "absent_days": as_json(absent),
        "lon_deg": position.lon_deg,
        "lat_deg": position.lat_deg,
        "source": row.source,
    }
    told = (*notes, *said, *absent_said, *shifts_said)
    return taken(row, record, key="team_id", notes=told, before=before), shifts


def _skills(row: LedgerRow) -> tuple[list[str], list[Note]]:
    words = [word for word in _SPLIT.split(row.text("skills") or "") if word]
    codes = [(word, find_code(word, SKILL)) for word in words if word not in _NOBODY]
    column = row.header("skills")
    unread = [note("unread", column=column, value=word) for word, code in codes if code is None]
    return list(dict.fromkeys(code for _, code in codes if code)), unread


def _absent(row: LedgerRow) -> tuple[list[int], list[Note]]:
    text = row.text("absent_days")
    days = list(read_weekdays(text or ""))
    if text is None or days or text in _NOBODY:
        return days, []
    return days, [note("unread", column=row.header("absent_days"), value=text)]


def _shifts(row: LedgerRow, team_id: str) -> tuple[list[Record], list[Note]]:
    shifts: list[Record] = []
    notes: list[Note] = []
    for kind, name in _SHIFT_FIELDS.items():
        cell = row.cells.get(name)
        hours = read_hours(cell_text(cell))
        shifts += [
            _shift(team_id, kind, order, spell, row.source)
            for order, spell in enumerate(hours, start=1)
        ]
        if not hours and not is_empty(cell) and cell_text(cell) not in _NOBODY:
            notes.append(note("unread", column=row.header(name), value=cell_text(cell)))
    if not shifts:
        notes.append(note("no_shift"))
    return shifts, notes


def _shift(team_id: str, kind: str, order: int, hours: Hours, source: str) -> Record:
    return {
        "shift_id": f"{team_id}-{kind}" + (f"-{order}" if order > 1 else ""),
        "team_id": team_id,
        "weekday": hours.weekday,
        "kind": kind,
        "start_s": hours.start_s,
        "end_s": hours.end_s,
        "break_start_s": hours.break_start_s,
        "break_end_s": hours.break_end_s,
        "source": source,
    }
