"""Towns, villages and grids side by side, by what visits find and by what is left lying."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from data.findings import is_open, is_overdue
from data.reports import Section, Table
from data.schema import as_records
from geo.evaluate import adjusted_finds, late_shares, worst_places
from geo.evaluate.placing import DEFAULT_PLACING
from service.pipeline.reports.part import Part, both, column, hundredths
from service.pipeline.reports.period import month_before, month_number, next_month

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from data.reports import Cell, Said
    from service.pipeline.reports.areas import Cut
    from service.pipeline.reports.records import Records

MONTHS_BACK = 6
"""Months in which a place is followed."""
_MARKED = {2: "two_months", 3: "three_months"}


def ranking_part(records: Records, cuts: Sequence[Cut]) -> Part:
    """
    Compare the places of each cut, month by month, up to the month of the period.

    Parameters
    ----------
    records
        Of a month.
    cuts
        From ``town_cuts``. People are not compared: keepers and teams stand in no table here.
    """
    first = records.period.first
    month = first.year * 12 + first.month - 1
    tables, said = [], []
    for cut in cuts:
        finds = worst_places(adjusted_finds(_looks(records, cut, first)))
        late = worst_places(late_shares(_left(records, cut, first)), mean="mean")
        finds, late = finds[finds["period"] == month], late[late["period"] == month]
        tables += [_finds_table(cut, finds), _late_table(cut, late)]
        said += _called(cut, finds, late)
    section = Section(
        heading=both("report.ranking"),
        paragraphs=(both("report.ranking_note"), both("report.ranking_people")),
        tables=tuple(tables),
    )
    if not cuts:
        section = Section(heading=both("report.ranking"), paragraphs=(both("report.ranking_none"),))
    return Part(said=tuple(said), section=section)


def _looks(records: Records, cut: Cut, first: date) -> pd.DataFrame:
    """List the looks of the months followed, with place and month."""
    looks = records.looks
    looks = looks[looks["day"] >= pd.Timestamp(month_before(first, MONTHS_BACK - 1))]
    return looks.assign(place=looks["site_id"].map(cut.place_of), period=month_number(looks["day"]))


def _left(records: Records, cut: Cut, first: date) -> pd.DataFrame:
    """List what was open at the end of each month followed, and whether it was late."""
    findings, parts = records.ours, []
    for back in range(MONTHS_BACK):
        start = month_before(first, back)
        end = min(next_month(start), records.period.until)
        open_ = findings[is_open(findings, end)]
        parts.append(
            pd.DataFrame(
                {
                    "place": open_["site_id"].map(cut.place_of),
                    "period": start.year * 12 + start.month - 1,
                    "is_late": is_overdue(open_, end),
                }
            )
        )
    return pd.concat(parts)


def _finds_table(cut: Cut, placed: pd.DataFrame) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            str(row["place"]),
            None if pd.isna(row["place_no"]) else int(row["place_no"]),
            int(row["looks"]),
            int(row["finds"]),
            round(float(row["expected"]), 1),
            round(float(row["value"]), 2),
            _standing(row, is_sure=_finds_sure(row)),
            _in_a_row(int(row["in_a_row"])),
        )
        for row in as_records(_cut_short(cut, placed))
    ]
    heads = ("place", "no", "looks", "found", "expected", "ratio", "standing", "months_in_a_row")
    flat = placed["sure"].isna().all()
    note = both("report.finds_flat") if flat else both("report.finds_ranked_note")
    title = both("report.finds_ranked", cut=cut.title)
    return Table(
        title=title,
        columns=tuple(map(column, heads)),
        rows=tuple(rows),
        note=_noted(cut, placed, note),
    )


def _late_table(cut: Cut, placed: pd.DataFrame) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            str(row["place"]),
            None if pd.isna(row["place_no"]) else int(row["place_no"]),
            int(row["open"]),
            int(row["late"]),
            hundredths(float(row["value"])),
            _standing(row, is_sure=_late_sure(row)),
            _in_a_row(int(row["in_a_row"])),
        )
        for row in as_records(_cut_short(cut, placed))
    ]
    heads = ("place", "no", "open_now", "late", "late_share", "standing", "months_in_a_row")
    return Table(
        title=both("report.late_ranked", cut=cut.title),
        columns=tuple(map(column, heads)),
        rows=tuple(rows),
        note=_noted(cut, placed, both("report.late_ranked_note", least=DEFAULT_PLACING.min_open)),
    )


def _cut_short(cut: Cut, placed: pd.DataFrame) -> pd.DataFrame:
    """Put those not compared last; of cells, which are many, list those compared."""
    ordered = placed.sort_values("is_compared", ascending=False, kind="stable")
    return ordered[ordered["is_compared"]] if cut.code == "cells" else ordered


def _noted(cut: Cut, placed: pd.DataFrame, note: Said) -> Said:
    """Say behind a note how many cells were seen too seldom to be listed."""
    left = int((~placed["is_compared"]).sum()) if cut.code == "cells" else 0
    if not left:
        return note
    zh, en = both("report.cells_left", n=left)
    return note[0] + zh, f"{note[1]} {en}"


def _standing(row: Any, *, is_sure: bool) -> Said | None:  # noqa: ANN401 - a row of pandas
    """Say of a place that it is too seldom seen, or among the worst, and whether that is sure."""
    if not row["is_compared"]:
        return both("report.too_few")
    if not row["is_worst"]:
        return None
    return both("report.stands_out" if is_sure else "report.not_told_apart")


def _in_a_row(months: int) -> Said | None:
    if months == 0:
        return None
    return both(f"report.{_MARKED[min(months, 3)]}" if months > 1 else "report.one_month", n=months)


def _called(cut: Cut, finds: pd.DataFrame, late: pd.DataFrame) -> list[Said]:
    """Name the three worst villages, or towns where there are several, for the leader."""
    if cut.code not in {"towns", "villages"}:
        return []
    said = []
    for key, placed, is_sure in (
        ("worst_finds", finds, _finds_sure),
        ("worst_late", late, _late_sure),
    ):
        worst = as_records(placed[placed["is_worst"]])
        if worst:
            names = [_called_name(row, is_sure=is_sure(row)) for row in worst]
            zh, en = "、".join(one[0] for one in names), ", ".join(one[1] for one in names)
            if not any(map(is_sure, worst)):
                zh, en = _behind((zh, en), both("report.worst_unsure"))
            cut_named = cut.title[0], cut.title[1].lower()
            said.append(both(f"report.{key}", cut=cut_named, names=(zh, en)))
    return said


def _called_name(row: Any, *, is_sure: bool) -> Said:  # noqa: ANN401 - a row of pandas
    """Name a place, with the months it has been among the worst, and whether that is luck."""
    place, months = str(row["place"]), int(row["in_a_row"])
    called = place, place
    if months > 1:
        called = _behind(called, both("report.called", n=months))
    return _behind(called, both("report.worst_sure")) if is_sure else called


def _behind(told: Said, more: Said) -> Said:
    return told[0] + more[0], f"{told[1]} {more[1]}"


def _finds_sure(row: Any) -> bool:  # noqa: ANN401 - a row of pandas
    """Say whether a place stands above the mean by more than luck; unknown is no."""
    return float(row["sure"]) >= DEFAULT_PLACING.sure


def _late_sure(row: Any) -> bool:  # noqa: ANN401 - a row of pandas
    """Say whether the whole interval of a place's share lies above the town's."""
    return float(row["low"]) > float(row["mean"])
