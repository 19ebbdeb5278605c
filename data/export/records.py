"""Inspections, findings and tip-offs as lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.export.building import made_column, points, position_columns, stored_columns
from data.export.table import Sheet, plain_values
from data.export.titles import FINDINGS, INSPECTIONS, TIPS
from data.findings import days_late
from data.schema import FINDING, INSPECTION, TIP
from data.words import FINDING_LEVELS, FINDING_STATES, RESULTS, TIP_STATES, VISIT_TYPES

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from data.export.table import Column, ObjectArray
    from data.export.titles import Titles


def inspection_sheet(inspections: pd.DataFrame, sites: pd.DataFrame) -> Sheet:
    """List inspections with name and village of their site, in the order of their days."""
    ordered = inspections.sort_values("day", kind="stable")
    columns = stored_columns(
        ordered, INSPECTION, INSPECTIONS, labels={"mode": VISIT_TYPES, "result": RESULTS}
    )
    return Sheet(
        name="inspections",
        zh="检查记录",
        en="Inspections",
        columns=_with_site(columns, ordered, sites, INSPECTIONS),
        shapes=_shapes(ordered, sites),
    )


def finding_sheet(findings: pd.DataFrame, sites: pd.DataFrame, *, as_of: date) -> Sheet:
    """
    List findings with their site, and the days each open one is past its due date.

    Parameters
    ----------
    findings, sites
        By schemas ``FINDING`` and ``SITE``.
    as_of
        Only rows before this day count; overdue days are those on the day before it.
    """
    ordered = findings.sort_values(["found"], kind="stable")
    labels = {"level": FINDING_LEVELS, "state": FINDING_STATES}
    columns = stored_columns(ordered, FINDING, FINDINGS, labels=labels)
    overdue = made_column("overdue_days", FINDINGS, "integer", _overdue_days(ordered, as_of))
    columns.insert(-1, overdue)
    return Sheet(
        name="findings",
        zh="隐患",
        en="Findings",
        columns=_with_site(columns, ordered, sites, FINDINGS),
        shapes=_shapes(ordered, sites),
    )


def _overdue_days(findings: pd.DataFrame, as_of: date) -> list[int | None]:
    """Count the days past the due date; missing where closed, not due, or due without a day."""
    return [int(days) or None for days in days_late(findings, as_of)]


def tip_sheet(tips: pd.DataFrame, *, datum: str) -> Sheet:
    """List tip-offs in the order of their days, with positions in a datum where they have one."""
    ordered = tips.sort_values("day", kind="stable")
    columns = stored_columns(ordered, TIP, TIPS, labels={"verified": TIP_STATES})
    places = position_columns(ordered["lon_deg"], ordered["lat_deg"], TIPS, datum=datum)
    return Sheet(
        name="tips",
        zh="举报线索",
        en="Tip-offs",
        columns=(*columns[:-1], *places, columns[-1]),
        shapes=points(ordered["lon_deg"], ordered["lat_deg"]),
    )


def _with_site(
    columns: list[Column], table: pd.DataFrame, sites: pd.DataFrame, titles: Titles
) -> tuple[Column, ...]:
    """Put name and village behind the site's id."""
    named = sites[["name", "village"]].reindex(table["site_id"])
    said = [
        made_column(name, titles, "text", plain_values(named[name])) for name in ("name", "village")
    ]
    behind = 1 + [column.name for column in columns].index("site_id")
    return (*columns[:behind], *said, *columns[behind:])


def _shapes(table: pd.DataFrame, sites: pd.DataFrame) -> ObjectArray:
    where = sites[["lon_deg", "lat_deg"]].reindex(table["site_id"])
    return points(where["lon_deg"], where["lat_deg"])
