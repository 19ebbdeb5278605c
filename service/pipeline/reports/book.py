"""One book per town (一镇一册): register, keepers, grades, dispositions, and what is open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from data.findings import day_told
from data.reports import Figure, Report, Section
from data.units import DAYS_PER_YEAR
from data.words import GONE, GRADES
from service.pipeline.places.sites import text_of
from service.pipeline.reports.bookcounts import (
    dispositions_tables,
    keepers_table,
    states_table,
    villages_table,
)
from service.pipeline.reports.pending import open_findings, pending_section
from service.pipeline.reports.phrases import both
from service.pipeline.reports.register import index_table, register, village_tables
from service.pipeline.reports.stand import report_facts

if TYPE_CHECKING:
    from datetime import date

    from data.reports import Said
    from data.store import Store
    from service.pipeline.reports.towns import Town


def town_report(store: Store, town: Town, *, as_of: date) -> Report:
    """
    Write the book of a town.

    Parameters
    ----------
    town
        From :func:`service.pipeline.reports.towns.find_town`.
    as_of
        What happened before this day counts; things are late against it.
    """
    book = register(store, town, as_of=as_of)
    sections = (
        _summary(store, town, book, as_of=as_of),
        Section(
            heading=both("book.by_village"),
            tables=(villages_table(book), states_table(book)),
        ),
        Section(
            heading=both("book.who_answers"),
            tables=(keepers_table(book, store.read("area"), town),),
        ),
        _dispositions(book),
        pending_section(store, town, book, as_of=as_of),
        Section(heading=both("book.register"), tables=village_tables(book)),
        Section(heading=both("book.index_heading"), tables=(index_table(book),)),
    )
    return Report(
        name="-".join(["town", *re.findall(r"\w+", town.name)]),
        title=both("book.title", name=town.name or both("book.no_town")),
        subtitle=both("book.subtitle", day=day_told(as_of), count=len(book)),
        facts=report_facts(store, as_of=as_of),
        sections=sections,
    )


def _dispositions(book: pd.DataFrame) -> Section:
    tables = dispositions_tables(book)
    return Section(
        heading=both("book.disposition_heading"),
        paragraphs=() if tables else (both("book.no_disposition"),),
        tables=tables,
    )


def _summary(store: Store, town: Town, book: pd.DataFrame, *, as_of: date) -> Section:
    return Section(
        heading=both("dossier.summary"),
        paragraphs=tuple(_sentences(town, book)),
        figures=_figures(store, book, as_of=as_of),
    )


def _sentences(town: Town, book: pd.DataFrame) -> list[Said]:
    told = []
    if book["grade"].isna().all():
        told.append(both("dossier.no_score"))
    nobody = int((book["keeper"].isna() & (book["status"] != GONE)).sum())
    told.append(both("book.without_keeper", count=nobody) if nobody else both("book.all_kept"))
    if nowhere := int(book["village"].isna().sum()):
        told.append(both("book.without_village", count=nowhere))
    if town.unnamed:
        told.append(both("book.unnamed", count=town.unnamed))
    if town.elsewhere:
        told.append(both("book.elsewhere", count=town.elsewhere))
    return told


def _figures(store: Store, book: pd.DataFrame, *, as_of: date) -> tuple[Figure, ...]:
    standing = book[book["status"] != GONE]
    findings = open_findings(store, book, as_of=as_of)
    since = pd.Timestamp(as_of) - pd.Timedelta(days=DAYS_PER_YEAR)
    idle = int((standing["kind"] == "idle_factory").sum())
    never = standing["last_visit"].isna()
    graded = [standing[standing["grade"] == grade] for grade in GRADES]
    return (
        _figure("sites", standing, detail=both("book.of_idle", count=idle)),
        _figure(
            "red",
            graded[0],
            detail=both("book.other_grades", orange=len(graded[1]), yellow=len(graded[2])),
        ),
        _figure(
            "seen",
            standing[standing["last_visit"] >= since],
            detail=both("book.of_never", count=int(never.sum())),
        ),
        _figure(
            "open",
            findings,
            detail=both("dossier.of_major", count=int((findings["level"] == "major").sum())),
        ),
        _figure("overdue", findings[findings["late"]]),
        _figure("disposed", book[book["disposition"].notna()]),
    )


def _figure(key: str, table: pd.DataFrame, *, detail: Said | None = None) -> Figure:
    return Figure(
        label=both(f"book.figure_{key}"),
        value=(str(len(table)), str(len(table))),
        detail=detail,
        rows=tuple(text_of(one) for one in table.index),
    )
