"""The register of a town: every site once, in the order of villages, with what is open there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from data.findings import is_open, is_ours, is_overdue
from data.reports import Table
from data.schema import as_records
from data.shut import with_known_relapses
from data.words import DISPOSITIONS, GRADES, RESULTS, SITE_KINDS, SITE_STATUS
from service.pipeline.places.sites import last_attempts
from service.pipeline.reports.phrases import both, coded, day_cell, figured, heads, text_cell

if TYPE_CHECKING:
    from datetime import date

    from data.reports import Cell
    from data.store import Store
    from service.pipeline.reports.towns import Town


def register(store: Store, town: Town, *, as_of: date) -> pd.DataFrame:
    """
    Join what a book says of each site.

    Parameters
    ----------
    as_of
        What happened before this day counts.

    Returns
    -------
    register
        Index ``site_id``, in the order of the book: villages by sound (as GB 18030 orders the usual
        signs), sites without one last, within a village by id. Columns of ``SITE``; ``place``
        (number of the village and number in it, such as 3-12), ``grade``, ``risk``, ``last_visit``,
        ``last_result``, ``open``, ``overdue``, ``major`` (counts), ``disposition``, ``decided``,
        ``finished``, ``relapsed`` of the newest disposition not taken back.
    """
    mine = town.sites
    findings = _standing(store, mine)
    joined = (
        mine.join(store.read("score")[["grade", "risk"]])
        .join(last_attempts(store.read("inspection"), as_of, stated=mine["stated_visit"]))
        .join(_counts(findings, as_of))
        .join(_disposed(store, as_of))
    )
    counted = ["open", "overdue", "major"]
    joined[counted] = joined[counted].fillna(0).astype(int)
    return _placed(joined)


def _standing(store: Store, sites: pd.DataFrame) -> pd.DataFrame:
    findings = store.read("finding")
    return findings[findings["site_id"].isin(sites.index) & is_ours(findings)]


def _counts(findings: pd.DataFrame, as_of: date) -> pd.DataFrame:
    still = is_open(findings, as_of)
    by_site = pd.DataFrame(
        {
            "site_id": findings["site_id"],
            "open": still,
            "overdue": is_overdue(findings, as_of),
            "major": still & (findings["level"] == "major"),
        }
    )
    return by_site.groupby("site_id").sum()


def _disposed(store: Store, as_of: date) -> pd.DataFrame:
    told = with_known_relapses(store.read("disposition"), store.read("inspection"), as_of)
    standing = told[told["withdrawn"].isna()].sort_values("day", kind="stable")
    newest = standing.drop_duplicates("site_id", keep="last").set_index("site_id")
    columns = {"kind": "disposition", "day": "decided"}
    return newest.rename(columns=columns)[["disposition", "decided", "finished", "relapsed"]]


def by_sound(text: str) -> bytes:
    """
    Order names as a Chinese index does: the usual signs of GB 2312 stand in the order of pinyin.

    Examples
    --------
    >>> sorted(["张村", "安庄", "李寨"], key=by_sound)
    ['安庄', '李寨', '张村']
    """
    return text.encode("gb18030", errors="replace")


def _placed(joined: pd.DataFrame) -> pd.DataFrame:
    villages = sorted(joined["village"].dropna().unique(), key=by_sound)
    numbers = {village: number for number, village in enumerate(villages, start=1)}
    first = joined["village"].map(numbers).fillna(len(villages) + 1).astype(int)
    ordered = joined.assign(first=first).sort_values("first", kind="stable")
    second = ordered.groupby("first").cumcount() + 1
    place = ordered["first"].astype(str) + "-" + second.astype(str)
    return ordered.assign(place=place)


def village_tables(book: pd.DataFrame) -> tuple[Table, ...]:
    """Write the register, one table for each village."""
    return tuple(_village_table(group) for _, group in book.groupby("first"))


def village_name(group: pd.DataFrame) -> tuple[str, str]:
    """Name the village of some rows of a register."""
    village = text_cell(group["village"].iloc[0])
    return (village, village) if village else both("book.no_village")


def _village_table(group: pd.DataFrame) -> Table:
    number = int(group["first"].iloc[0])
    return Table(
        is_whole=True,
        title=both("book.village", number=number, name=village_name(group), count=len(group)),
        columns=heads(
            *("book.place", "site_id", "name", "kind", "status", "grade", "dossier.score"),
            *("dossier.disposition", "keeper", "book.last_visit", "result"),
            *("book.open", "book.overdue"),
        ),
        rows=tuple(_row(row) for row in as_records(group)),
    )


def _row(row: dict[str, object]) -> tuple[Cell, ...]:
    risk = row["risk"]
    return (
        str(row["place"]),
        str(row["site_id"]),
        str(row["name"]),
        coded(SITE_KINDS, row["kind"]),
        coded(SITE_STATUS, row["status"]),
        coded(GRADES, row["grade"]),
        figured(100 * risk) if isinstance(risk, float) else None,
        coded(DISPOSITIONS, row["disposition"]),
        text_cell(row["keeper"]),
        day_cell(row["last_visit"]),
        coded(RESULTS, row["last_result"]),
        row["open"] if isinstance(row["open"], int) and row["open"] else None,
        row["overdue"] if isinstance(row["overdue"], int) and row["overdue"] else None,
    )


def index_table(book: pd.DataFrame) -> Table:
    """List every name by its sound, with its place in the book."""
    rows = [
        (str(row["name"]), str(row["place"]), str(row["site_id"]), text_cell(row["village"]))
        for row in as_records(book)
    ]
    rows.sort(key=lambda row: (by_sound(row[0]), row[2]))
    return Table(
        is_whole=True,
        title=both("book.index"),
        columns=heads("name", "book.place", "site_id", "village"),
        rows=tuple(rows),
        note=both("book.index_note"),
    )
