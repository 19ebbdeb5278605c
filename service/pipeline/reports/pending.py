"""What is still open in a town: findings, orders without their follow-up visit, tip-offs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.findings import days_late, is_open, is_overdue
from data.reports import Section, Table
from data.schema import as_records
from data.words import FINDING_LEVELS, FINDING_STATES, ORDERS, URGENCIES
from service.pipeline.reports.cases import order_standing, standings_of
from service.pipeline.reports.phrases import both, coded, day_cell, heads, text_cell
from service.pipeline.reports.towns import town_tips

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from data.reports import Cell
    from data.store import Store
    from service.pipeline.reports.towns import Town

Row = dict[str, Any]


def pending_section(store: Store, town: Town, book: pd.DataFrame, *, as_of: date) -> Section:
    """List what is open, the longest overdue first."""
    tips, unplaced = _open_tips(store, town)
    tables = [
        _findings(store, book, as_of=as_of),
        _orders(store, book, as_of=as_of),
        Table(
            is_whole=True,
            title=both("book.tips"),
            columns=heads(
                *("day", "dossier.number", "channel", "what", "place", "village"),
                *("site_id", "book.urgency"),
            ),
            rows=tuple(_tip(row) for row in as_records(tips)),
        ),
    ]
    notes = [both("book.unplaced_tips", count=unplaced)] if unplaced else []
    told = tuple(table for table in tables if table.rows)
    return Section(
        heading=both("book.pending"),
        paragraphs=tuple(notes) if told else (*notes, both("book.nothing_pending")),
        tables=told,
    )


def open_findings(store: Store, book: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """
    Read the open findings of some sites.

    Returns
    -------
    findings
        By schema ``FINDING``, with ``late`` (flag), ``days_late``, ``name`` and ``village``; the
        earliest due first, those without a due day last.
    """
    findings = store.read("finding")
    mine = findings[findings["site_id"].isin(book.index)]
    still = mine[is_open(mine, as_of)]
    late = is_overdue(still, as_of)
    named = still.assign(late=late, days_late=days_late(still, as_of)).join(
        book[["name", "village", "place"]], on="site_id"
    )
    return named.sort_values(["due", "found"], kind="stable")


def _findings(store: Store, book: pd.DataFrame, *, as_of: date) -> Table:
    rows = as_records(open_findings(store, book, as_of=as_of))
    return Table(
        is_whole=True,
        title=both("book.findings"),
        columns=heads(
            *("book.place", "name", "village", "dossier.finding", "what", "level", "found", "due"),
            *("state", "book.days_late"),
        ),
        rows=tuple(_finding(row) for row in rows),
    )


def _finding(row: Row) -> tuple[Cell, ...]:
    due = day_cell(row["due"])
    return (
        str(row["place"]),
        str(row["name"]),
        text_cell(row["village"]),
        str(row["finding_id"]),
        text_cell(row["what"]),
        coded(FINDING_LEVELS, row["level"]),
        day_cell(row["found"]),
        due,
        coded(FINDING_STATES, row["state"]),
        both("dossier.overdue") if row["late"] and due is None else int(row["days_late"]) or None,
    )


def _orders(store: Store, book: pd.DataFrame, *, as_of: date) -> Table:
    orders = store.read("given_order")
    is_mine = orders["site_id"].isin(book.index)
    standings = standings_of(orders[is_mine], store.read("inspection"), as_of=as_of)
    open_ids = [key for key, one in standings.items() if one.followed is None]
    waiting = orders[orders.index.isin(open_ids)]
    named = waiting.join(book[["name", "village", "place"]], on="site_id")
    rows = as_records(named.sort_values(["due", "day"], kind="stable"))
    return Table(
        is_whole=True,
        title=both("book.orders"),
        columns=heads(
            *("book.place", "name", "village", "dossier.order", "day", "dossier.document"),
            *("dossier.follow_by", "dossier.followed"),
        ),
        rows=tuple(
            (
                str(row["place"]),
                str(row["name"]),
                text_cell(row["village"]),
                coded(ORDERS, row["kind"]),
                day_cell(row["day"]),
                text_cell(row["document"]),
                day_cell(row["due"]),
                order_standing(row, standings.get(str(row["given_order_id"]))),
            )
            for row in rows
        ),
    )


def _open_tips(store: Store, town: Town) -> tuple[pd.DataFrame, int]:
    mine, unplaced = town_tips(town, store.read("tip"))
    return mine[mine["verified"] == "open"].sort_values("day", kind="stable"), unplaced


def _tip(row: Row) -> tuple[Cell, ...]:
    return (
        day_cell(row["day"]),
        str(row["tip_id"]),
        text_cell(row["channel"]),
        text_cell(row["what"]),
        text_cell(row["place"]),
        text_cell(row["village"]),
        text_cell(row["site_id"]),
        coded(URGENCIES, row["urgency"]),
    )
