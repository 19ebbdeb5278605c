"""Who a site is by its ledgers, what nobody knows of it, and who else is within its walls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import pandas as pd

from data import words
from data.reports import Section, Table
from data.schema import as_records
from geo.card.reasons import UNKNOWN, read_reasons
from service.pipeline.places.sites import text_of
from service.pipeline.reports.phrases import both, coded, day_cell, heads, text_cell

if TYPE_CHECKING:
    from data.reports import Cell, Said
    from service.pipeline.reports.known import KnownSite

_CODES = {
    "kind": words.SITE_KINDS,
    "status": words.SITE_STATUS,
    "ledger_grade": words.GRADES,
    "hours": words.SITE_HOURS,
    "datum": words.DATUMS,
}
_TOLD = (
    *("kind", "status", "code", "address", "village", "town", "industry", "industry_code"),
    *("licences", "chemicals", "shared_walls", "workers", "area_m2", "hours", "keeper"),
    *("ledger_grade", "stated_visit", "remark"),
)
"""Columns of ``SITE`` in the order in which an office asks for them."""
_WANTED = frozenset({*_TOLD} - {"shared_walls", "remark", "stated_visit"})
"""Columns whose absence is worth saying; the others are missing because there is nothing."""
_OF_ENTERPRISES = frozenset({"code", "industry", "industry_code", "licences", "workers", "hours"})
"""Columns that an idle plant cannot have."""
_KIN = ("host", "sibling", "tenant")


def identity_table(known: KnownSite) -> Table:
    """Tell what the ledgers say of a site; what they leave open is told elsewhere."""
    rows: list[tuple[Cell, ...]] = [(both("field.site_id"), known.site_id)]
    rows.append((both("field.name"), str(known.site["name"])))
    rows += [
        (both(f"field.{name}"), cell)
        for name in _TOLD
        if (cell := _cell(name, known.site[name])) is not None
    ]
    rows += [(name, value) for name, value in _extra(known.site["extra"])]
    return Table(
        is_whole=True,
        title=both("dossier.identity"),
        columns=heads("dossier.item", "dossier.content"),
        rows=tuple(rows),
    )


def _cell(name: str, value: Any) -> Cell:  # noqa: ANN401 - whatever a column holds
    if value is None or pd.isna(value):
        return None
    if name in _CODES:
        return coded(_CODES[name], value)
    if name == "stated_visit":
        return day_cell(value)
    if isinstance(value, bool):
        return both("history.yes" if value else "history.no")
    return f"{value:g}" if isinstance(value, float) else str(value)


def _extra(held: object) -> list[tuple[str, str]]:
    """List the columns of a ledger that the store has no place for, as they were read."""
    pairs = orjson.loads(text_of(held) or "{}")
    return [(str(name), text_of(value)) for name, value in pairs.items() if text_of(value)]


def unknown_section(known: KnownSite) -> Section:
    """List what nobody has told yet, so that the next visit can ask for it."""
    return Section(
        heading=both("dossier.unknown"),
        paragraphs=_unknown(known) or (both("dossier.nothing_unknown"),),
    )


def _unknown(known: KnownSite) -> tuple[Said, ...]:
    is_idle = known.site["kind"] == "idle_factory"
    missing = [
        both(f"field.{name}")
        for name in _TOLD
        if name in _WANTED
        and pd.isna(known.site[name])
        and not (is_idle and name in _OF_ENTERPRISES)
    ]
    told = []
    if missing:
        zh, en = "、".join(one[0] for one in missing), ", ".join(one[1] for one in missing)
        told.append(both("dossier.missing", what=(zh, en)))
    if pd.notna(known.site["datum_stated"]) and not known.site["datum_stated"]:
        told.append(both("dossier.datum_assumed", datum=coded(words.DATUMS, known.site["datum"])))
    told += [
        both(f"dossier.{key}")
        for key, table in (
            ("no_visit", known.visits),
            ("no_power", known.power),
            ("no_disposition", known.dispositions),
        )
        if table.empty
    ]
    return (*told, *_doubts(known))


def _doubts(known: KnownSite) -> list[Said]:
    """Say what the score misses, and by how much it could change."""
    if known.score is None:
        return [both("dossier.no_score")]
    advice = read_reasons(text_of(known.score["advice"]) or "[]")
    return [(one.zh, one.en) for one in advice if one.code == UNKNOWN]


def walls_section(known: KnownSite) -> Section | None:
    """List landlord, tenants and fellow tenants; ``None`` where the site stands alone."""
    if known.kin.empty:
        return None
    kin = known.kin.assign(order=known.kin["relation"].map(_KIN.index))
    rows = [
        (
            both(f"dossier.{row['relation']}"),
            str(row["site_id"]),
            str(row["name"]),
            coded(words.SITE_STATUS, row["status"]),
            text_cell(row["industry"]),
            text_cell(row["licences"]),
        )
        for row in as_records(kin.sort_values("order", kind="stable"))
    ]
    table = Table(
        is_whole=True,
        title=both("dossier.walls_table"),
        columns=heads("dossier.relation", "site_id", "name", "status", "industry", "licences"),
        rows=tuple(rows),
    )
    return Section(heading=both("dossier.walls"), tables=(table,))
