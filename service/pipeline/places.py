"""Sites as pages may show them, with what is still open there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
import pandas as pd

from data.model import OpenFinding, Reason, SiteSheet
from data.schema import as_records

if TYPE_CHECKING:
    from datetime import date

    from data.ports import Tables


@dataclass(frozen=True, slots=True)
class Places:
    """
    What a page needs to know of sites.

    Attributes
    ----------
    sheets
        Site id to sheet, for every site that has a score.
    findings
        Site id to what is not yet closed there, soonest due first.
    industries
        Site id to GB/T 4754 class, empty where unknown.
    chemicals
        Sites that the ledger says hold hazardous chemicals.
    """

    sheets: dict[str, SiteSheet]
    findings: dict[str, tuple[OpenFinding, ...]]
    industries: dict[str, str]
    chemicals: frozenset[str]


def read_places(tables: Tables) -> Places:
    """Collect what pages need to know of every scored site."""
    sites = tables.read("site")
    return Places(
        sheets=site_sheets(sites, tables.read("score"), tables.read("inspection")),
        findings=open_findings(tables.read("finding")),
        industries={str(site): text_of(code) for site, code in sites["industry_code"].items()},
        chemicals=frozenset(sites.index[sites["chemicals"].fillna(value=False)]),
    )


def site_sheets(
    sites: pd.DataFrame, scores: pd.DataFrame, inspections: pd.DataFrame
) -> dict[str, SiteSheet]:
    """
    Say of each scored site what a page may show.

    Returns
    -------
    sheets
        Site id to sheet, for every site that has a score.
    """
    last = inspections.sort_values("day", kind="stable").groupby("site_id").last()
    joined = sites.join(scores[["risk", "grade", "reasons"]], how="inner").join(
        last[["day", "result"]]
    )
    return {str(row["site_id"]): _site_sheet(row) for row in as_records(joined)}


def _site_sheet(row: dict[Any, Any]) -> SiteSheet:
    return SiteSheet(
        site_id=str(row["site_id"]),
        name=row["name"],
        kind=row["kind"],
        village=text_of(row["village"]),
        address=text_of(row["address"]),
        industry=text_of(row["industry"]),
        lon_deg=float(row["lon_deg"]),
        lat_deg=float(row["lat_deg"]),
        risk=float(row["risk"]),
        grade=row["grade"],
        reasons=tuple(Reason(**reason) for reason in orjson.loads(row["reasons"])),
        last_visit=date_of(row["day"]),
        last_result=text_of(row["result"]) or None,
    )


def text_of(value: object) -> str:
    """Write a cell of a table, a missing one as nothing."""
    return "" if value is None or value is pd.NA or pd.isna(value) else str(value)  # type: ignore[call-overload]


def date_of(value: Any) -> date | None:  # noqa: ANN401 - a timestamp or a missing value
    """Take the day of a cell, ``None`` where it is missing."""
    return None if pd.isna(value) else value.date()


def open_findings(findings: pd.DataFrame) -> dict[str, tuple[OpenFinding, ...]]:
    """List what is not yet closed, by site, soonest due first."""
    still_open = findings[findings["state"] != "closed"].sort_values(["due", "found"])
    return {
        str(site): tuple(
            OpenFinding(
                finding_id=str(row["finding_id"]),
                what=text_of(row["what"]),
                level=row["level"],
                found=row["found"].date(),
                due=date_of(row["due"]),
                state=row["state"],
            )
            for row in as_records(group)
        )
        for site, group in still_open.groupby("site_id")
    }
