"""What people entered of a finding's life stays, whatever an office's table says later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from data.findings import LEDGER_STEP
from data.ledger.notes import note
from data.ledger.outcomes import Outcome, Record, is_same, stored
from data.words import FINDING_STATES, label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.ledger.notes import Note
    from data.ledger.outcomes import Value
    from data.ports import LargeTables

_RANK = {state: place for place, state in enumerate(FINDING_STATES)}
_IDS_AT_ONCE = 5_000


def keep_entered(
    outcomes: Sequence[Outcome], *, before: Mapping[str, Record], known: LargeTables
) -> list[Outcome]:
    """
    Let rows of hazard ledgers change nothing that people entered here.

    Of a finding that took steps here, a row that lags behind only adds facts; one that is further
    on counts; one that contradicts a step that was entered is a question.

    Parameters
    ----------
    outcomes
        What rows of one kind would do; those of other ledgers are left alone.
    before
        What the store holds under their ids.
    known
        The store, for the steps.

    Returns
    -------
    outcomes
        One for each, in the same order.
    """
    changing = {
        str(outcome.target): outcome
        for outcome in outcomes
        if outcome.change == "updated" and outcome.row.kind == "findings"
    }
    lives = _lives(known, list(changing)) if changing else {}
    return [
        _judged(outcome, before[str(outcome.target)], lives[str(outcome.target)])
        if changing.get(str(outcome.target)) is outcome and str(outcome.target) in lives
        else outcome
        for outcome in outcomes
    ]


def _lives(known: LargeTables, ids: list[str]) -> dict[str, list[Record]]:
    """Read the steps that count, in order, of findings of which people entered some here."""
    lives: dict[str, list[Record]] = {}
    for first in range(0, len(ids), _IDS_AT_ONCE):
        where = {"finding_id": ids[first : first + _IDS_AT_ONCE]}
        for row in stored(known.read("finding_step", where=where)).values():
            lives.setdefault(str(row["finding_id"]), []).append(row)
    return {
        finding: sorted(steps, key=lambda one: int(str(one["number"])))
        for finding, steps in lives.items()
        if any(_is_entered(step) for step in steps)
    }


def _is_entered(step: Record) -> bool:
    return not str(step.get("source") or "").startswith(LEDGER_STEP)


def _judged(outcome: Outcome, before: Record, life: Sequence[Record]) -> Outcome:
    """Keep, question or take what a row says of where the finding stands."""
    taken_back = {step["takes_back"] for step in life}
    steps = [
        step for step in life if step["number"] not in taken_back and step["takes_back"] is None
    ]
    record = dict(outcome.record or {})
    stays: list[str] = []
    for name, judge in (("due", _due), ("closed", _closed), ("state", _state)):
        if is_same(record.get(name), before.get(name)):
            continue
        verdict = judge(record, before, steps)
        if verdict == "question":
            return _asked(outcome, name, record.get(name), before.get(name))
        if verdict == "stays":
            record[name] = before.get(name)
            stays.append(name)
    return _kept(outcome, record, before, stays) if stays else outcome


def _due(record: Record, _before: Record, steps: Sequence[Record]) -> str:
    """Take a due day where nobody set one here; one that was moved on is old news."""
    if not any(_is_entered(step) and step["due"] is not None for step in steps):
        return "counts"
    return "stays" if any(is_same(step["due"], record["due"]) for step in steps) else "question"


def _closed(record: Record, before: Record, steps: Sequence[Record]) -> str:
    """Take a closing that is later than all that was entered; one undone since is old news."""
    closed = record["closed"]
    if before.get("voided") is not None:
        return "stays"
    if any(step["step"] == "closed" and is_same(step["day"], closed) for step in steps):
        return "stays"
    if before.get("closed") is not None:
        closings = [step for step in steps if step["step"] == "closed"]
        return "question" if closings and _is_entered(closings[-1]) else "counts"
    last = max(_day(step["day"]) for step in steps if _is_entered(step))
    return "counts" if _day(closed) >= last else "question"


def _state(record: Record, before: Record, steps: Sequence[Record]) -> str:
    """Take a state that is further on, unless a re-check that was entered says otherwise."""
    state = str(record["state"])
    if record.get("closed") is not None and not is_same(record["closed"], before.get("closed")):
        return "counts"
    if before.get("state") == "closed" or state == "overdue":
        return "stays"
    if _RANK[state] < _RANK[str(before.get("state"))]:
        return "stays"
    held = _is_entered(steps[-1]) and steps[-1]["step"] in {"held", "reopened"}
    return "question" if held or state == "closed" else "counts"


def _day(value: Value) -> date:
    return value if isinstance(value, date) else date.min


def _asked(outcome: Outcome, name: str, told: Value, here: Value) -> Outcome:
    why = note(
        "entered_differs",
        id=str(outcome.target),
        column=outcome.row.header(name),
        told=_shown(name, told),
        here=_shown(name, here),
    )
    return Outcome(outcome.row, "question", (*outcome.row.notes, why))


def _shown(name: str, value: Value) -> str:
    if value is None:
        return "-"
    return label(FINDING_STATES, str(value)) if name == "state" else str(value)


def _kept(outcome: Outcome, record: Record, before: Record, stays: Sequence[str]) -> Outcome:
    """Say what was not taken; a row that changes nothing more is unchanged."""
    fields = ", ".join(outcome.row.header(name) for name in stays)
    said: Note = note("entered_stays", id=str(outcome.target), fields=fields)
    same = all(
        is_same(value, before.get(name)) for name, value in record.items() if name != "source"
    )
    notes = (*(one for one in outcome.notes if one.code != "updated" or not same), said)
    if same:
        record["source"] = before.get("source")
        return replace(outcome, notes=notes, record=record, change="unchanged")
    return replace(outcome, notes=notes, record=record)
