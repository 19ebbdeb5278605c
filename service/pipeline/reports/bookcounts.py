"""What a town's book counts: sites by village, grade, state and disposition, and its keepers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from data.ledger.names import village_key
from data.reports import Table
from data.schema import as_records
from data.words import DISPOSITIONS, GONE, GRADES, SITE_KINDS, SITE_STATUS
from geo.enclosure import first_around
from service.pipeline.places.sites import text_of
from service.pipeline.reports.phrases import both, coded, day_cell, heads, text_cell
from service.pipeline.reports.register import village_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.reports import Cell, Said
    from service.pipeline.reports.towns import Town


def villages_table(book: pd.DataFrame) -> Table:
    """Count sites that stand by village and grade, and what is open there."""
    groups = [(village_name(group), group) for _, group in book.groupby("first")]
    rows: list[tuple[Cell, ...]] = [
        (number, name, *_counted(group)) for number, (name, group) in enumerate(groups, 1)
    ]
    rows.append((None, both("book.total"), *_counted(book)))
    return Table(
        is_whole=True,
        title=both("book.villages"),
        columns=(
            *heads("dossier.number", "village", "book.sites"),
            *GRADES.values(),
            *heads("dossier.unscored", "book.gone", "book.never", "book.open", "book.overdue"),
        ),
        rows=tuple(rows),
        note=both("book.villages_note"),
    )


def _counted(group: pd.DataFrame) -> tuple[int, ...]:
    standing = group[group["status"] != GONE]
    grades = standing["grade"].value_counts()
    return (
        len(standing),
        *(int(grades.get(grade, 0)) for grade in GRADES),
        int(standing["grade"].isna().sum()),
        len(group) - len(standing),
        int(standing["last_visit"].isna().sum()),
        int(group["open"].sum()),
        int(group["overdue"].sum()),
    )


def states_table(book: pd.DataFrame) -> Table:
    """Count sites by kind and operating state."""
    counted = pd.crosstab(book["status"], book["kind"])
    rows: list[tuple[Cell, ...]] = [
        (
            SITE_STATUS[state],
            *(int(counted.get(kind, pd.Series(dtype=int)).get(state, 0)) for kind in SITE_KINDS),
            int((book["status"] == state).sum()),
        )
        for state in SITE_STATUS
        if (book["status"] == state).any()
    ]
    return Table(
        is_whole=True,
        title=both("book.states"),
        columns=(*heads("status"), *SITE_KINDS.values(), *heads("book.total")),
        rows=tuple(rows),
    )


def dispositions_tables(book: pd.DataFrame) -> tuple[Table, ...]:
    """Count sites by what was decided of them, and list these; nothing where nothing was."""
    decided = book[book["disposition"].notna()]
    if decided.empty:
        return ()
    counts = [
        (label, *_carried_out(decided[decided["disposition"] == kind]))
        for kind, label in DISPOSITIONS.items()
    ]
    return (
        Table(
            is_whole=True,
            title=both("book.dispositions"),
            columns=heads(
                *("dossier.disposition", "book.decided", "dossier.finished", "dossier.relapsed")
            ),
            rows=tuple(counts),
        ),
        Table(
            is_whole=True,
            title=both("book.disposed"),
            columns=heads(
                *("book.place", "site_id", "name", "village", "dossier.disposition"),
                *("book.decided_on", "dossier.finished", "dossier.relapsed"),
            ),
            rows=tuple(_disposed(row) for row in as_records(decided)),
        ),
    )


def _carried_out(decided: pd.DataFrame) -> tuple[int, int, int]:
    finished, relapsed = (int(decided[name].notna().sum()) for name in ("finished", "relapsed"))
    return len(decided), finished, relapsed


def _disposed(row: dict[str, object]) -> tuple[Cell, ...]:
    return (
        str(row["place"]),
        str(row["site_id"]),
        str(row["name"]),
        text_cell(row["village"]),
        coded(DISPOSITIONS, row["disposition"]),
        *(day_cell(row[name]) for name in ("decided", "finished", "relapsed")),
    )


def keepers_table(book: pd.DataFrame, areas: pd.DataFrame, town: Town) -> Table:
    """
    Name who answers for what, at the levels of town, district, village and grid.

    Parameters
    ----------
    book
        From :func:`service.pipeline.reports.register.register`.
    areas
        By schema ``AREA``.
    """
    rows = [_town_keeper(book, areas, town)]
    rows += _outlined(book, areas, "district")
    rows += _village_keepers(book, areas)
    rows += _outlined(book, areas, "grid")
    rows += _stated(book)
    return Table(
        is_whole=True,
        title=both("book.keepers"),
        columns=heads(
            *("book.level", "book.area", "keeper", "book.sites", "book.red_orange"),
            *("book.open", "book.overdue"),
        ),
        rows=tuple(rows),
        note=both("book.keepers_note"),
    )


def _keeper_row(level: str, area: Said, keeper: object, group: pd.DataFrame) -> tuple[Cell, ...]:
    return (
        both(f"book.level_{level}"),
        area,
        text_cell(keeper) or both("book.nobody"),
        len(group),
        int(group["grade"].isin(["red", "orange"]).sum()),
        int(group["open"].sum()),
        int(group["overdue"].sum()),
    )


def _town_keeper(book: pd.DataFrame, areas: pd.DataFrame, town: Town) -> tuple[Cell, ...]:
    named = areas[(areas["kind"] == "town") & (areas["name"] == town.name)]["keeper"].dropna()
    keeper = named.iloc[0] if len(named) else None
    return _keeper_row("town", (town.name, town.name), keeper, book)


def _village_keepers(book: pd.DataFrame, areas: pd.DataFrame) -> list[tuple[Cell, ...]]:
    """Name the keepers of villages; those where nobody is named are one row together."""
    kept = areas[(areas["kind"] == "village") & areas["keeper"].notna() & areas["name"].notna()]
    by_key = dict(zip(kept["name"].map(village_key), kept["keeper"], strict=True))
    keys = book["village"].map(village_key, na_action="ignore")
    is_kept = keys.isin(list(by_key))
    rows = [
        _keeper_row("village", village_name(group), by_key[keys[group.index[0]]], group)
        for _, group in book[is_kept].groupby("first")
    ]
    others = book[~is_kept & keys.notna()]
    if others.empty:
        return rows
    area = both("book.other_villages", count=int(others["first"].nunique()))
    return [*rows, _keeper_row("village", area, None, others)]


def _outlined(book: pd.DataFrame, areas: pd.DataFrame, level: str) -> Iterator[tuple[Cell, ...]]:
    """Name the keepers of drawn areas that hold a site of the town."""
    drawn = areas[areas["kind"] == level].sort_index()
    if drawn.empty:
        return
    index = shapely.STRtree(drawn["geometry"].to_numpy(dtype=object))
    spots = shapely.points(book[["lon_deg", "lat_deg"]].to_numpy(dtype=float))
    within = first_around(index, np.asarray(spots, dtype=object))
    for number, row in enumerate(as_records(drawn)):
        group = book[within == number]
        if len(group):
            name = text_of(row["name"]) or str(row["area_id"])
            yield _keeper_row(level, (name, name), row["keeper"], group)


def _stated(book: pd.DataFrame) -> list[tuple[Cell, ...]]:
    """List the grid keepers that the ledgers of sites name, village by village."""
    told = book.dropna(subset=["keeper"])
    return [
        _keeper_row("stated", village_name(group), keeper, group)
        for (_, keeper), group in told.groupby(["first", "keeper"])
    ]
