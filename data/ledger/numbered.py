"""The records of one table under the ledger's own numbers: which rows are one record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data.ledger.notes import Note, note
from data.ledger.outcomes import Outcome, Record, is_same, overlay, questioned, taken

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from data.ledger.rows import LedgerRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """
    What makes two rows under one number the same record, and what may change about it.

    Attributes
    ----------
    key
        Name of the key column.
    same
        Columns that must agree for two rows to be the same record at all.
    progress
        Column that says how far the record has come; missing where nothing may change.
    order
        Codes of ``progress``, least far first; codes in one group exclude each other.
    moves
        Columns that change along with it, such as the day of closing.
    filled
        Columns that hold a default where the row states nothing.
    """

    key: str
    same: tuple[str, ...]
    progress: str | None = None
    order: tuple[tuple[str, ...], ...] = ()
    moves: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()

    def rank(self, record: Record) -> int:
        """Tell how far a record has come, 0 for the least."""
        code = record.get(self.progress or "")
        return next((place for place, codes in enumerate(self.order) if code in codes), 0)


@dataclass(frozen=True, slots=True)
class _Said:
    """What one row says about a number."""

    row: LedgerRow
    record: Record
    notes: tuple[Note, ...]


class Numbered:
    """
    The records of one table, as an import goes on.

    Parameters
    ----------
    identity
        What makes two rows one record.
    before
        What the store holds under the numbers in question.
    """

    def __init__(self, identity: Identity, *, before: dict[str, Record]) -> None:
        self._identity = identity
        self._before = before
        self._said: dict[str, _Said] = {}
        self._fates: dict[tuple[str, str, int], Outcome] = {}

    def settle(self, row: LedgerRow, record: Record, notes: Iterable[Note]) -> Outcome:
        """Accept a row, call it a duplicate, or ask which of two records the number means."""
        number = str(record[self._identity.key])
        fresh = _Said(row, record, tuple(notes))
        first = self._said.get(number)
        if first is not None:
            return self._repeated(number, first, fresh)
        before = self._before.get(number)
        if before is not None and not self._is_one(before, record):
            return questioned(row, _taken_note(number, str(before.get("source") or number)))
        self._said[number] = fresh
        return self._keep(fresh)

    def final(self, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """Give the outcomes with what later rows of the same numbers made of earlier ones."""
        return [self._fates.get(_place(outcome.row), outcome) for outcome in outcomes]

    def _repeated(self, number: str, first: _Said, fresh: _Said) -> Outcome:
        """Settle a second row: the same, further on, or in contradiction."""
        if not self._is_one(first.record, fresh.record):
            return questioned(fresh.row, _taken_note(number, first.row.source))
        differing = self._differing(first, fresh)
        if not differing:
            self._win(first, fresh)
            return _duplicate(fresh.row, number, note("duplicate_row", id=number))
        if not self._may_move(first, fresh, differing):
            named = ", ".join(dict.fromkeys(fresh.row.header(name) for name in differing))
            told = note("rows_differ", id=number, other=first.row.source, fields=named)
            return questioned(fresh.row, told)
        rank = self._identity.rank
        if rank(self._stated(fresh)) >= rank(self._stated(first)):
            told = note("superseded", id=number, other=fresh.row.source)
            self._fates[_place(first.row)] = _duplicate(first.row, number, told)
            return self._win(fresh, first)
        self._win(first, fresh)
        return _duplicate(fresh.row, number, note("superseded", id=number, other=first.row.source))

    def _win(self, winner: _Said, other: _Said) -> Outcome:
        """Keep one row's record, its gaps filled by what the other states."""
        stated, _ = overlay(self._stated(other), self._stated(winner))
        filled = {
            name: winner.record.get(name) if value is None else value
            for name, value in stated.items()
        }
        merged = replace(winner, record={**filled, "source": winner.row.source})
        self._said[str(winner.record[self._identity.key])] = merged
        return self._keep(merged)

    def _keep(self, said: _Said) -> Outcome:
        key = self._identity.key
        before = self._before.get(str(said.record[key]))
        record = said.record if before is None else self._stated(said)
        notes = [item for item in said.notes if before is None or item.code != "default"]
        outcome = taken(said.row, record, key=key, notes=notes, before=before)
        self._fates[_place(said.row)] = outcome
        return outcome

    def _stated(self, said: _Said) -> Record:
        """Leave out what the row does not state itself: a default is no news."""
        return {
            name: None if name in self._identity.filled and said.row.text(name) is None else value
            for name, value in said.record.items()
        }

    def _differing(self, first: _Said, fresh: _Said) -> list[str]:
        one, other = self._stated(first), self._stated(fresh)
        return [
            name
            for name, value in other.items()
            if name != "source"
            and value is not None
            and one.get(name) is not None
            and not is_same(value, one.get(name))
        ]

    def _may_move(self, first: _Said, fresh: _Said, differing: Sequence[str]) -> bool:
        """Tell whether one row is a later state of the other, not a contradiction."""
        identity = self._identity
        if not set(differing) <= {identity.progress, *identity.moves}:
            return False
        apart = identity.rank(first.record) != identity.rank(fresh.record)
        return apart or identity.progress not in differing

    def _is_one(self, one: Record, other: Record) -> bool:
        return all(is_same(one.get(name), other.get(name)) for name in self._identity.same)


def _place(row: LedgerRow) -> tuple[str, str, int]:
    return row.sha256, row.sheet, row.number


def _duplicate(row: LedgerRow, number: str, why: Note) -> Outcome:
    return Outcome(row, "duplicate", (*row.notes, why), target=number)


def _taken_note(number: str, other: str) -> Note:
    return note("number_taken", id=number, other=other)
