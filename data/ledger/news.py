"""What an old file may still say once something newer has been heard."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.ledger.batches import row_id
from data.ledger.notes import note
from data.ledger.outcomes import Outcome, Record, is_same
from data.ledger.retold import told_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.ports import LargeTables

_CHANGING = frozenset({"updated"})


def keep_later_news(
    outcomes: Sequence[Outcome], *, before: Mapping[str, Record], known: LargeTables
) -> list[Outcome]:
    """
    Let rows that were told before only fill what is still open.

    The very row, byte for byte, was stored once: what differs now was told since then, by another
    ledger, a correction or a person, and stays. A row that was never stored changes what it says.

    Parameters
    ----------
    outcomes
        What rows of one kind would do.
    before
        What the store holds under their ids.
    known
        The store, to see what rows of earlier imports became.

    Returns
    -------
    outcomes
        The same; those of old rows keep what is stored and say so.
    """
    changing = [outcome for outcome in outcomes if outcome.change in _CHANGING]
    if not changing:
        return list(outcomes)
    told: dict[str, str] = {}
    for rows in told_rows(known, [row_id(outcome.row) for outcome in changing]):
        listed = zip(rows.index, rows["target"], strict=True)
        told |= {str(row): target for row, target in listed if isinstance(target, str)}
    return [
        _as_old(outcome, before[str(outcome.target)])
        if outcome.change in _CHANGING and told.get(row_id(outcome.row)) == outcome.target
        else outcome
        for outcome in outcomes
    ]


def _as_old(outcome: Outcome, before: Record) -> Outcome:
    """Fill the gaps of what is stored from an old row, and nothing else."""
    fresh = outcome.record or {}
    record = {
        name: before.get(name) if before.get(name) is not None else value
        for name, value in fresh.items()
    }
    said = note("old_news", id=str(outcome.target), source=str(before.get("source") or "-"))
    notes = (*(one for one in outcome.notes if one.code != "updated"), said)
    same = all(is_same(value, before.get(name)) for name, value in record.items())
    fate = "repaired" if any(one.repair for one in notes) else "accepted"
    fresh_outcome = replace(outcome, fate=fate, notes=notes, record=record)
    return replace(fresh_outcome, change="unchanged") if same else fresh_outcome
