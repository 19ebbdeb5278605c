"""Which tables keep a history, and which of their columns."""

from __future__ import annotations

from dataclasses import dataclass

from data.store.tables import schema_of, sql_table

_WHOLE = (
    "site",
    "inspection",
    "finding",
    "tip",
    "team",
    "shift",
    "power_reading",
    "plan",
    "setting",
)
_NOT_TELLING = frozenset({"source"})
"""A row that came again from another file says nothing new; its fate is in ``import_row``."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """
    What of a table's rows is worth a history.

    Attributes
    ----------
    telling
        Columns whose change is recorded.
    kept
        Columns recorded of a row that changed so, or was removed.
    """

    telling: tuple[str, ...]
    kept: tuple[str, ...]


_PARTS = {
    "score": Keeping(telling=("grade",), kept=("grade", "risk", "model", "as_of")),
    "import_row": Keeping(telling=("fate", "target"), kept=("fate", "target", "note", "note_en")),
}
"""Of a score the grade is a promise to the site, the rest is computed again at will."""


def keeping_of(table: str) -> Keeping | None:
    """
    Say what is kept of a table's rows.

    Returns
    -------
    keeping
        ``None`` for tables without a history: what is computed anew as a whole (cells), what
        belongs to one plan and never changes (routes, stops), and what a road file brings.
    """
    if table in _PARTS:
        return _PARTS[table]
    if table not in _WHOLE:
        return None
    key = schema_of(table).key
    kept = tuple(str(column.name) for column in sql_table(table).c if column.name != key)
    return Keeping(
        telling=tuple(name for name in kept if name not in _NOT_TELLING),
        kept=kept,
    )
