"""Findings with every step, what was ordered and decided, and photographs by reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from data import words
from data.reports import Section, Table
from data.schema import as_records
from planning.cases.measures import order_standings
from service.pipeline.places.sites import text_of
from service.pipeline.reports.phrases import (
    both,
    coded,
    day_cell,
    figured,
    heads,
    listed,
    text_cell,
)

if TYPE_CHECKING:
    from datetime import date

    from data.reports import Cell, Said
    from planning.cases.orders import OrderStanding
    from service.pipeline.reports.known import KnownSite

Row = dict[str, Any]
_PROOFS = ("torn_down", "cut_off", "cleared")


def findings_section(known: KnownSite) -> Section:
    """List the findings, open ones first, and below them each step of their history."""
    if known.findings.empty:
        return Section(heading=both("dossier.findings"), paragraphs=(both("dossier.no_finding"),))
    is_open = known.findings.index.isin(known.open.index)
    order = known.findings.assign(closed_last=~is_open)
    rows = as_records(order.sort_values(["closed_last", "found"], ascending=[True, False]))
    tables = [
        Table(
            is_whole=True,
            title=both("dossier.findings_table"),
            columns=heads(
                *("dossier.number", "what", "level", "dossier.rule", "found", "due"),
                *("state", "closed", "dossier.marks"),
            ),
            rows=tuple(_finding(row, known) for row in rows),
        )
    ]
    if len(known.steps):
        tables.append(_steps(known.steps))
    without = len(set(known.findings.index) - set(known.steps["finding_id"]))
    notes = (both("dossier.no_steps", count=without),) if without else ()
    return Section(heading=both("dossier.findings"), paragraphs=notes, tables=tuple(tables))


def _finding(row: Row, known: KnownSite) -> tuple[Cell, ...]:
    return (
        str(row["finding_id"]),
        text_cell(row["what"]),
        coded(words.FINDING_LEVELS, row["level"]),
        text_cell(row["rule"]),
        day_cell(row["found"]),
        day_cell(row["due"]),
        coded(words.FINDING_STATES, row["state"]),
        day_cell(row["closed"]),
        _marks(row, is_overdue=row["finding_id"] in known.overdue.index),
    )


def _marks(row: Row, *, is_overdue: bool) -> Said | None:
    told: list[Said] = []
    if is_overdue:
        told.append(both("dossier.overdue"))
    if row["on_the_spot"] is not None and pd.notna(row["on_the_spot"]) and row["on_the_spot"]:
        told.append(both("dossier.on_the_spot"))
    if pd.notna(row["escalated"]):
        told.append(both("dossier.escalated", day=day_cell(row["escalated"])))
    if office := text_of(row["transferred_to"]):
        told.append(both("dossier.transferred", office=office))
    if pd.notna(row["voided"]):
        told.append(both("dossier.voided", day=day_cell(row["voided"])))
    return listed(told) if told else None


def _steps(steps: pd.DataFrame) -> Table:
    ordered = steps.sort_values(["finding_id", "number"], kind="stable")
    return Table(
        is_whole=True,
        title=both("dossier.steps_table"),
        columns=heads(
            *("dossier.finding", "dossier.step_number", "day", "dossier.step", "state"),
            *("dossier.who", "due", "note", "dossier.document"),
        ),
        rows=tuple(
            (
                str(row["finding_id"]),
                int(row["number"]),
                day_cell(row["day"]),
                coded(words.FINDING_STEPS, row["step"]),
                coded(words.FINDING_STATES, row["state"]),
                text_cell(row["who"]),
                day_cell(row["due"]),
                text_cell(row["note"]),
                text_cell(row["document"]),
            )
            for row in as_records(ordered)
        ),
    )


def measures_section(known: KnownSite) -> Section:
    """List orders and dispositions; what has not been followed up by its day is marked."""
    tables = [make(known) for make in (_orders, _dispositions)]
    told = tuple(table for table in tables if table.rows)
    return Section(
        heading=both("dossier.measures"),
        paragraphs=() if told else (both("dossier.no_measure"),),
        tables=told,
    )


def _orders(known: KnownSite) -> Table:
    standings = standings_of(known.orders, known.visits, as_of=known.as_of)
    return Table(
        is_whole=True,
        title=both("dossier.orders_table"),
        columns=heads(
            *("day", "dossier.order", "dossier.document", "dossier.who", "dossier.amount"),
            *("dossier.follow_by", "dossier.followed", "dossier.finding", "note"),
        ),
        rows=tuple(
            (
                day_cell(row["day"]),
                coded(words.ORDERS, row["kind"]),
                text_cell(row["document"]),
                text_cell(row["who"]),
                figured(row["amount_yuan"], 2),
                day_cell(row["due"]),
                order_standing(row, standings.get(str(row["given_order_id"]))),
                text_cell(row["finding_id"]),
                text_cell(row["note"]),
            )
            for row in as_records(known.orders)
        ),
    )


def order_standing(row: Row, standing: OrderStanding | None) -> Cell:
    """
    Tell when an order was followed up, or that it was taken back, waits, or is late.

    Parameters
    ----------
    row
        By schema ``GIVEN_ORDER``.
    standing
        Of ``planning.cases.measures``; ``None`` where the order does not stand.
    """
    if pd.notna(row["withdrawn"]):
        return both("dossier.withdrawn", day=day_cell(row["withdrawn"]))
    if standing is not None and standing.followed is not None:
        return standing.followed
    is_late = standing is not None and standing.is_overdue
    return both("dossier.not_followed_late" if is_late else "dossier.not_followed")


def standings_of(
    orders: pd.DataFrame, visits: pd.DataFrame, *, as_of: date
) -> dict[str, OrderStanding]:
    """Say by id where orders stand on a day, a visit that saw inside being what follows one up."""
    tables = {"given_order": orders, "inspection": visits}
    return {one.order.order_id: one for one in order_standings(tables, as_of=as_of)}


def _dispositions(known: KnownSite) -> Table:
    return Table(
        is_whole=True,
        title=both("dossier.dispositions_table"),
        columns=heads(
            *("day", "dossier.disposition", "dossier.document", "dossier.who", "dossier.torn_down"),
            *("dossier.cut_off", "dossier.cleared", "dossier.finished", "dossier.relapsed", "note"),
        ),
        rows=tuple(
            (
                day_cell(row["day"]),
                coded(words.DISPOSITIONS, row["kind"]),
                text_cell(row["document"]),
                text_cell(row["who"]),
                *(day_cell(row[name]) for name in (*_PROOFS, "finished", "relapsed")),
                _disposition_note(row),
            )
            for row in as_records(known.dispositions)
        ),
    )


def _disposition_note(row: Row) -> Cell:
    note = text_cell(row["note"])
    if pd.isna(row["withdrawn"]):
        return note
    zh, en = both("dossier.withdrawn", day=day_cell(row["withdrawn"]))
    return f"{zh} {note or ''}".strip(), f"{en} {note or ''}".strip()


def photos_section(known: KnownSite) -> Section | None:
    """List photographs and other evidence by reference; ``None`` where nothing refers to any."""
    rows = [*_photos(known), *_proofs(known)]
    if not rows:
        return None
    table = Table(
        is_whole=True,
        title=both("dossier.photos_table"),
        columns=heads("day", "dossier.of", "dossier.number", "dossier.reference", "dossier.count"),
        rows=tuple(sorted(rows, key=lambda row: str(row[0]))),
        note=both("dossier.photos_note"),
    )
    return Section(heading=both("dossier.photos"), tables=(table,))


def _photos(known: KnownSite) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = [
        (
            day_cell(row["found"]),
            both("table.finding"),
            str(row["finding_id"]),
            text_cell(row["photos"]),
            None if pd.isna(row["photo_count"]) else int(row["photo_count"]),
        )
        for row in as_records(known.findings)
        if text_of(row["photos"]) or (pd.notna(row["photo_count"]) and row["photo_count"])
    ]
    rows += [
        (
            day_cell(row["day"]),
            coded(words.FINDING_STEPS, row["step"]),
            str(row["finding_id"]),
            text_cell(row["photos"]),
            None,
        )
        for row in as_records(known.steps)
        if text_of(row["photos"])
    ]
    return rows


def _proofs(known: KnownSite) -> list[tuple[Cell, ...]]:
    return [
        (
            day_cell(row[name]),
            both(f"dossier.{name}"),
            str(row["disposition_id"]),
            text_cell(row[f"{name}_proof"]),
            None,
        )
        for row in as_records(known.dispositions)
        for name in _PROOFS
        if text_of(row[f"{name}_proof"])
    ]
