"""Which tables keep a history, and which of their columns."""

from __future__ import annotations

from dataclasses import dataclass

from data.store.tables import GEOM, schema_of, sql_table

_WHOLE = (
    "site",
    "inspection",
    "finding",
    "tip",
    "given_order",
    "disposition",
    "expert_day",
    "team",
    "shift",
    "power_reading",
    "answer",
    "closure",
    "plan",
    "setting",
    "account",
    "token",
    "link",
    "publication",
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
    telling_of_ours
        Columns whose change is recorded too, unless the row came from the road file. Where there
        are any, a row of the road file that was removed is recorded only if ``telling`` was told.
    """

    telling: tuple[str, ...]
    kept: tuple[str, ...]
    telling_of_ours: tuple[str, ...] = ()


_OF_PLAN = Keeping(telling=("site_id",), kept=("plan_id", "site_id"))
_PARTS = {
    "stop": _OF_PLAN,
    "unplanned": _OF_PLAN,
    "area": Keeping(
        telling=("keeper",),
        kept=("kind", "name", "keeper", "source", GEOM),
        telling_of_ours=("kind", "name", GEOM),
    ),
    "score": Keeping(telling=("grade",), kept=("grade", "risk", "model", "as_of")),
    "import_row": Keeping(telling=("fate", "target"), kept=("fate", "target", "note", "note_en")),
}
"""
What is kept of some tables only in part: of a score the grade is a promise to the site, the rest is
computed again at will; a stop of a plan changes only when its site turns out to be another one; an
area of the map is loaded anew with every road file, but who answers for it is the office's word.
"""


def keeping_of(table: str) -> Keeping | None:
    """
    Say what is kept of a table's rows.

    Returns
    -------
    keeping
        ``None`` for tables without a history: what is computed anew as a whole (cells), what
        belongs to one plan and never changes (routes, promises), and the roads of a road file.
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
