"""Which columns are not shown to whom: personal ones, and those that name another town's places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import case, cast, literal, null

from data import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import ColumnElement, Table

    from data.store.belonging import Own

    Blank = Callable[[Table], ColumnElement[Any]]
    Foreign = Callable[[Table, Own], ColumnElement[Any]]

EMPTY_JSON = "{}"
_HIDDEN = "—"


def _missing(name: str) -> Blank:
    return lambda table: cast(null(), table.c[name].type)


def _instead(name: str, value: str) -> Blank:
    return lambda table: literal(value, table.c[name].type)


PERSONAL: dict[str, dict[str, Blank]] = {
    "site": {"keeper": _missing("keeper")},
    "area": {"keeper": _missing("keeper")},
    "cell": {name: _missing(name) for name in ("keeper", "area_keeper", "town_keeper")},
    "beat": {"keeper": _missing("keeper")},
    "tip": {"channel": _missing("channel")},
    "power_reading": {"customer": _missing("customer")},
    "expert_day": {"expert": _instead("expert", _HIDDEN)},
    "page_record": {"content": _instead("content", EMPTY_JSON)},
    "import_row": {"cells": _missing("cells")},
    "answer": {"said": _missing("said")},
    "history": {
        "before": _instead("before", EMPTY_JSON),
        "after": _missing("after"),
    },
    "credential": {"hash": _instead("hash", _HIDDEN)},
}
"""Table and column to what stands there for those who may not see contacts."""


def _unless(name: str, is_own: Callable[[Table, Own], ColumnElement[bool]]) -> Foreign:
    """Show a value only where a condition holds."""
    return lambda table, own: case((is_own(table, own), table.c[name]))


def _reason(language: int) -> Foreign:
    """Say why a site was left out by the word of its reason, which names no other place."""
    listed = {code: labels[language] for code, labels in words.UNPLANNED.items()}
    return lambda table, _own: case(listed, value=table.c.reason, else_=table.c.reason)


def _promised(name: str, broken: str) -> Foreign:
    """Keep the sentence of a kept promise; that of a broken one lists what stands against it."""
    told = literal(broken)
    return lambda table, _own: case((table.c.kept, table.c[name]), else_=table.c.promise + told)


FOREIGN: dict[str, dict[str, Foreign]] = {
    "site": {
        "parent_id": _unless("parent_id", lambda table, own: table.c.parent_id.in_(own.sites))
    },
    "area": {"keeper": _unless("keeper", lambda table, own: table.c.name.in_(own.villages))},
    "team": {
        "home_village": _unless(
            "home_village", lambda table, own: table.c.home_village.in_(own.villages)
        )
    },
    "beat": {
        name: _unless(name, lambda table, own: table.c.beat_id.not_in(own.shared_beats))
        for name in ("name", "keeper")
    },
    "closure": {"note": lambda table, _own: cast(null(), table.c.note.type)},
    "publication": {"note": lambda table, _own: cast(null(), table.c.note.type)},
    "sweep_visit": {
        "site_id": _unless("site_id", lambda table, own: table.c.site_id.in_(own.sites))
    },
    "unplanned": {"zh": _reason(0), "en": _reason(1)},
    "promise": {
        "detail": lambda table, _own: literal(EMPTY_JSON, table.c.detail.type),
        "zh": _promised("zh", "：未能做到"),
        "en": _promised("en", ": not kept"),
    },
}
"""Table and column to what stands there for those of some towns only."""
