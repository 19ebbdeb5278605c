"""What enterprises had to bear: visits in the month, and who is over the yearly cap."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pandas as pd

from data.reports import Section, Table
from data.schema import as_records
from data.words import GRADES
from geo.evaluate import site_burden
from service.pipeline.reports.part import Part, both, column, counted, figure, ids_of

if TYPE_CHECKING:
    from data.reports import Cell
    from service.pipeline.reports.records import Records


def burden_part(records: Records) -> Part:
    """Count visits per enterprise, and name those seen more often than the cap or sense allow."""
    firms = records.sites[records.sites["kind"] == "enterprise"]
    visits = records.inspections[records.inspections["site_id"].isin(firms.index)]
    month = visits[records.period.holds(visits["day"])]
    capped, over = _capped(records, firms, visits)
    seen = int(month["site_id"].nunique())
    per_seen = f"{len(month) / seen:.1f}" if seen else "–"
    lead = (
        figure("over_cap", counted(len(over)), ids_of(over), detail=both("report.over_cap_detail")),
    )
    figures = (
        figure(
            "burden_visits",
            counted(len(month)),
            ids_of(month),
            detail=both("report.burden_detail", seen=seen, firms=len(firms), per=per_seen),
        ),
    )
    fruitless = site_burden(firms, visits, as_of=records.period.until)
    fruitless = fruitless[fruitless["is_over"]].sort_values("year", ascending=False, kind="stable")
    section = Section(
        heading=both("report.burden"),
        figures=figures,
        paragraphs=(both("report.burden_year" if _by_year(records) else "report.burden_days"),),
        tables=(_over_table(records, over), _spread(capped), _fruitless(records, fruitless)),
    )
    return Part(lead=lead, section=section)


def _by_year(records: Records) -> bool:
    return records.rules.cap.calendar_year


def _capped(
    records: Records, firms: pd.DataFrame, visits: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Count the visits that the cap counts, by enterprise, and keep those above it."""
    cap, last = records.rules.cap, records.period.until - timedelta(days=1)
    since = pd.Timestamp(cap.since(last))
    mode = visits["mode"]
    counts = mode.isin(cap.types) | (mode.isna() & cap.count_unknown)
    made = visits[counts & (visits["day"] >= since)].groupby("site_id").size()
    graded = firms.join(records.scores[["grade"]])
    grades = graded["grade"].fillna("blue")
    most = [
        cap.most(grade, "" if pd.isna(code) else code)
        for grade, code in zip(grades, graded["industry_code"], strict=True)
    ]
    rows = graded.assign(
        grade=grades, made=made.reindex(firms.index).fillna(0).astype("int64"), most=most
    )
    over = rows[(rows["most"] > 0) & (rows["made"] > rows["most"])]
    over = over.assign(more=over["made"] - over["most"])
    return rows, over.sort_values(["more", "made"], ascending=False, kind="stable")


def _over_table(records: Records, over: pd.DataFrame) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            records.name(str(row["site_id"])),
            records.village(str(row["site_id"])),
            GRADES[row["grade"]],
            int(row["made"]),
            int(row["most"]),
            str(row["site_id"]),
        )
        for row in as_records(over)
    ]
    heads = ("name", "village", "grade", "counted", "cap", "id")
    return Table(
        title=both("report.over_table"),
        columns=tuple(map(column, heads)),
        rows=tuple(rows),
        note=both("report.over_table_note"),
    )


def _spread(capped: pd.DataFrame) -> Table:
    """Count enterprises by how often they were inspected within the year of the cap."""
    made = capped["made"].value_counts().sort_index()
    rows = tuple((int(str(times)), int(firms)) for times, firms in made.items())
    return Table(title=both("report.spread"), columns=(column("times"), column("firms")), rows=rows)


def _fruitless(records: Records, over: pd.DataFrame) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (records.name(str(row["site_id"])), records.village(str(row["site_id"])), int(row["year"]))
        for row in as_records(over)
    ]
    return Table(
        title=both("report.fruitless"),
        columns=(column("name"), column("village"), column("year_visits")),
        rows=tuple(rows),
    )
