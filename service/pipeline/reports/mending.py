"""What became of the findings: overdue, major, closed in time, found again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from data.findings import days_late, is_open, is_overdue
from data.reports import Section, Table
from data.schema import as_records
from data.words import FINDING_LEVELS, FINDING_STATES
from geo.evaluate import proportion
from service.pipeline.reports.part import (
    Part,
    both,
    column,
    counted,
    figure,
    ids_of,
    percent,
    share_text,
)

if TYPE_CHECKING:
    from data.reports import Cell, Figure, Said
    from service.pipeline.reports.records import Records

Row = dict[str, Any]

RELAPSE_DAYS = 180
"""A find so many days after the last finding was struck off is a relapse."""


def mending_part(records: Records) -> Part:
    """Say what is overdue and what is major, by name, and how much was closed in time."""
    open_ = _open(records)
    late, major = open_[open_["is_late"]], open_[open_["level"] == "major"]
    cleared = _after_clearing(records)
    again = cleared[cleared["found"]]
    lead = (
        figure("overdue", counted(len(late)), ids_of(late), detail=_open_detail(open_)),
        figure("major", counted(len(major)), ids_of(major), detail=_late_detail(major)),
        _closing(records),
        _relapse(cleared, again),
    )
    said = []
    if len(major):
        oldest = major.sort_values("found", kind="stable").iloc[0]
        days = (records.period.until - oldest["found"].date()).days - 1
        said.append(both("report.oldest_major", name=records.name(oldest["site_id"]), days=days))
    tables = (
        _named("major_table", major, records),
        _named("overdue_table", late[late["level"] != "major"], records),
        _flow(records),
        _relapsed_table(records, again),
    )
    section = Section(
        heading=both("report.mending"),
        paragraphs=(both("report.mending_note", days=RELAPSE_DAYS), *_handed_over(records)),
        tables=tables,
    )
    return Part(lead=lead, said=tuple(said), section=section)


def _handed_over(records: Records) -> tuple[Said, ...]:
    """Say how many findings are not counted, since another office follows them."""
    count = len(records.findings) - len(records.ours)
    return (both("report.handed_over", count=count),) if count else ()


def _open(records: Records) -> pd.DataFrame:
    """List what was open when the period ended, with the days it is late; the worst first."""
    until = records.period.until
    findings = records.ours
    listed = findings.assign(
        late_days=days_late(findings, until), is_late=is_overdue(findings, until)
    )
    listed = listed[is_open(findings, until)]
    is_ordinary = listed["level"] != "major"
    return (
        listed.assign(is_ordinary=is_ordinary)
        .sort_values(["is_ordinary", "late_days"], ascending=[True, False], kind="stable")
        .drop(columns="is_ordinary")
    )


def _open_detail(open_: pd.DataFrame) -> tuple[str, str]:
    return both("report.of_open", count=len(open_))


def _late_detail(major: pd.DataFrame) -> tuple[str, str]:
    return both("report.major_late", count=int(major["is_late"].sum()))


def _closing(records: Records) -> Figure:
    """Of what was due in the period, count what was struck off by its end."""
    due = records.ours[records.period.holds(records.ours["due"])]
    gone = due[~is_open(due, records.period.until)]
    told = proportion(len(gone), len(due))
    in_time = int((gone["closed"] <= gone["due"]).sum())
    detail = both("report.closing_detail", share=percent(told.share), in_time=in_time)
    if not told.cases:
        detail = both("report.closing_none")
    return figure("closing", share_text(told), ids_of(gone), detail=detail)


def _relapse(looks: pd.DataFrame, again: pd.DataFrame) -> Figure:
    """Of the looks at places cleared not long before, count those that found something again."""
    told = proportion(len(again), len(looks))
    detail = both("report.relapse_detail", share=percent(told.share), days=RELAPSE_DAYS)
    if not told.cases:
        detail = both("report.relapse_none", days=RELAPSE_DAYS)
    return figure("relapse", share_text(told), ids_of(again), detail=detail)


def _after_clearing(records: Records) -> pd.DataFrame:
    """List of each site the period's first look after its findings had been struck off, all."""
    looks = records.looks
    looks = looks[records.period.holds(looks["day"])]
    parts = [
        part
        for day, mine in looks.groupby("day")
        if len(part := _cleared(mine, records.findings, pd.Timestamp(str(day))))
    ]
    if not parts:
        return looks.head(0).assign(cleared=None)
    return pd.concat(parts).drop_duplicates("site_id")


def _cleared(looks: pd.DataFrame, findings: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Keep the looks of a day at places where nothing was open, with the last closing before."""
    since = day - timedelta(days=RELAPSE_DAYS)
    gone = findings[(findings["closed"] < day) & (findings["closed"] >= since)]
    still = findings.loc[is_open(findings, day.date()), "site_id"]
    cleared = gone[~gone["site_id"].isin(still)].groupby("site_id")["closed"].max()
    return looks.join(cleared.rename("cleared"), on="site_id", how="inner")


def _named(key: str, findings: pd.DataFrame, records: Records) -> Table:
    rows = tuple(_finding_row(row, records) for row in as_records(findings))
    heads = ("name", "village", "what", "level", "found_day", "due_day", "late_days", "state", "id")
    return Table(title=both(f"report.{key}"), columns=tuple(map(column, heads)), rows=rows)


def _finding_row(row: Row, records: Records) -> tuple[Cell, ...]:
    site_id = str(row["site_id"])
    due, late = row["due"], row["late_days"]
    what = row["what"]
    return (
        records.name(site_id),
        records.village(site_id),
        None if pd.isna(what) else str(what),
        FINDING_LEVELS[row["level"]],
        row["found"].date(),
        None if pd.isna(due) else due.date(),
        late or None,
        _state(row),
        str(row["finding_id"]),
    )


def _state(row: Row) -> Said:
    """
    Say how a finding stood when the period ended.

    The state on record is that of today: one closed or overdue since then was only open.
    """
    if row["is_late"]:
        return FINDING_STATES["overdue"]
    if row["state"] in {"overdue", "closed"}:
        return both("report.still_open")
    return FINDING_STATES[row["state"]]


def _flow(records: Records) -> Table:
    """Count what came in and what went out, by level."""
    period, findings = records.period, records.ours
    rows = []
    for level, words in FINDING_LEVELS.items():
        mine = findings[findings["level"] == level]
        found, closed = period.holds(mine["found"]), period.holds(mine["closed"])
        at_start = int(is_open(mine, period.first).sum())
        at_end = int(is_open(mine, period.until).sum())
        rows.append((words, at_start, int(found.sum()), int(closed.sum()), at_end))
    heads = ("level", "open_before", "found_now", "closed_now", "open_now")
    return Table(title=both("report.flow"), columns=tuple(map(column, heads)), rows=tuple(rows))


def _relapsed_table(records: Records, again: pd.DataFrame) -> Table:
    """Name the places that were found at it again: after clearing, or after being shut."""
    rows: list[tuple[Cell, ...]] = [
        (
            records.name(str(row["site_id"])),
            records.village(str(row["site_id"])),
            both("report.after_clearing"),
            row["cleared"].date(),
            row["day"].date(),
            str(row["inspection_id"]),
        )
        for row in as_records(again)
    ]
    shut = _shut_again(records)
    rows += [
        (
            records.name(str(row["site_id"])),
            records.village(str(row["site_id"])),
            both("report.after_shutting"),
            row["day"].date() if pd.isna(row["finished"]) else row["finished"].date(),
            row["relapsed"].date(),
            str(row["disposition_id"]),
        )
        for row in as_records(shut)
    ]
    heads = ("name", "village", "after", "cleared_day", "again_day", "id")
    return Table(
        title=both("report.relapsed_table"), columns=tuple(map(column, heads)), rows=tuple(rows)
    )


def _shut_again(records: Records) -> pd.DataFrame:
    """List the dispositions that a site broke in the period; of several, the newest."""
    told = records.dispositions
    told = told[records.period.holds(told["relapsed"]) & told["withdrawn"].isna()]
    ordered = told.sort_values(["finished", "day"], kind="stable", na_position="first")
    return ordered.drop_duplicates(["site_id", "relapsed"], keep="last")
