"""For the supervisor: whether audits agree with the visits they repeat, and odd records."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import orjson
import pandas as pd

from data.reports import Section, Table
from data.schema import as_records
from data.units import DAYS_PER_WEEK, week_monday
from data.words import ODD_VISITS
from geo.evaluate import audit_pairs, odd_visits, team_agreement
from service.pipeline.places.sites import text_of
from service.pipeline.reports.part import Part, both, column, figure, hundredths, percent

if TYPE_CHECKING:
    from data.reports import Cell
    from data.store import Store
    from service.pipeline.reports.records import Records

FEW_AUDITS = 10
"""Audits of a team below which its rate is said to rest on too few."""
_YEAR = timedelta(days=365)
_UNITS = {"backwards": "seconds", "short": "seconds", "apart": "metres"}


def supervision_part(store: Store, records: Records) -> Part:
    """
    List what a supervisor should look at: reasons to ask, no accusations.

    Audits of the last 365 days count, since a month holds too few to say anything of a team.
    """
    since = pd.Timestamp(records.period.until - _YEAR)
    pairs = audit_pairs(records.inspections, drawn_audits(store, records.inspections))
    pairs = pairs[pd.to_datetime(pairs["day"]) >= since]
    odd = odd_visits(records.inspections, records.sites)
    odd = odd[records.period.holds(odd["day"])]
    agree = pairs[pairs["agrees"].astype(bool)]
    text = f"{len(agree)}/{len(pairs)}" if len(pairs) else "–"
    figures = (
        figure("audits", (text, text), agree.index, detail=both("report.audits_detail")),
        figure("odd", (str(len(odd)), str(len(odd))), odd.index, detail=both("report.odd_detail")),
    )
    section = Section(
        heading=both("report.supervision"),
        paragraphs=(both("report.supervision_note"),),
        figures=figures,
        tables=(_teams(pairs), _disagreeing(records, pairs), _odd(records, odd)),
    )
    return Part(section=section)


def drawn_audits(store: Store, inspections: pd.DataFrame) -> dict[str, str]:
    """Name the visit that each audit repeats, where the plan of its week drew it."""
    repeats = {}
    audits = inspections[inspections["mode"] == "audit"]
    if not len(audits):
        return {}
    for plan in as_records(store.read("plan")):
        lots = orjson.loads(text_of(plan["lots"]) or "{}").get("audits", {})
        monday = pd.Timestamp(week_monday(plan["week"]))
        inside = (audits["day"] >= monday) & (
            audits["day"] < monday + timedelta(days=DAYS_PER_WEEK)
        )
        for audit_id, site_id in audits.loc[inside, "site_id"].items():
            if site_id in lots:
                repeats[str(audit_id)] = str(lots[site_id]["inspection_id"])
    return repeats


def _teams(pairs: pd.DataFrame) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            str(team),
            int(row["audits"]),
            int(row["agree"]),
            int(row["missed"]),
            hundredths(float(row["share"])),
            f"{percent(float(row['low']))}–{percent(float(row['high']))}",
            both("report.few_audits", few=FEW_AUDITS) if row["audits"] < FEW_AUDITS else None,
        )
        for team, row in team_agreement(pairs).iterrows()
    ]
    heads = ("team", "audits", "agree", "missed_finds", "share", "interval", "remark")
    return Table(
        title=both("report.agreement"),
        columns=tuple(map(column, heads)),
        rows=tuple(rows),
        note=both("report.agreement_note"),
    )


def _disagreeing(records: Records, pairs: pd.DataFrame) -> Table:
    """List the audits that found otherwise, with the two visits."""
    other = pairs[~pairs["agrees"].astype(bool)]
    rows: list[tuple[Cell, ...]] = [
        (
            records.name(str(row["site_id"])),
            row["day"].date(),
            None if pd.isna(row["team"]) else str(row["team"]),
            both("report.audit_more" if row["audit_found"] else "report.audit_less"),
            str(row["first_id"]),
            str(row["audit_id"]),
        )
        for row in as_records(other)
    ]
    heads = ("name", "day", "team", "remark", "first_id", "audit_id")
    return Table(
        title=both("report.disagreeing"), columns=tuple(map(column, heads)), rows=tuple(rows)
    )


def _odd(records: Records, odd: pd.DataFrame) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            records.name(str(row["site_id"])),
            row["day"].date(),
            None if pd.isna(row["team"]) else str(row["team"]),
            ODD_VISITS[row["code"]],
            both(f"report.odd_{_UNITS.get(row['code'], 'visits')}", n=f"{row['figure']:.0f}"),
            None if pd.isna(row["source"]) else str(row["source"]),
            str(row["inspection_id"]),
        )
        for row in as_records(odd)
    ]
    heads = ("name", "day", "team", "odd_kind", "odd_figure", "source", "id")
    return Table(
        title=both("report.odd_table"), columns=tuple(map(column, heads)), rows=tuple(rows)
    )
