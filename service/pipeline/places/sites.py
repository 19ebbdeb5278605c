"""Sites as pages may show them, with what is still open there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from data.findings import is_open
from data.schema import as_records
from data.sheets import SWEEP_GRADE, SWEEP_KIND, OpenFinding, SiteSheet
from geo.card.reasons import read_reasons
from maps.escaping import called
from service.pipeline.places.contacts import contacts

if TYPE_CHECKING:
    from data.ports import Tables
    from service.pipeline.places.contacts import Contact


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
    swept
        Places in no ledger, which have a sheet too.
    contacts
        Site id to whom its ledger names, with telephone numbers.
    """

    sheets: dict[str, SiteSheet]
    findings: dict[str, tuple[OpenFinding, ...]]
    industries: dict[str, str]
    chemicals: frozenset[str]
    swept: frozenset[str] = frozenset()
    contacts: dict[str, Contact] = field(default_factory=dict)


def read_places(tables: Tables, *, as_of: date) -> Places:
    """
    Collect what pages need to know of every scored site.

    Parameters
    ----------
    as_of
        Only what happened before this day is told.
    """
    sites, findings = tables.read("site"), tables.read("finding")
    attempts = last_attempts(tables.read("inspection"), as_of, stated=sites["stated_visit"])
    swept = sweep_sheets(tables.read("sweep"))
    return Places(
        sheets=site_sheets(sites, tables.read("score"), attempts) | swept,
        findings=by_site(findings[is_open(findings, as_of)]),
        industries={str(site): text_of(code) for site, code in sites["industry_code"].items()},
        chemicals=frozenset(sites.index[sites["chemicals"].fillna(value=False)]),
        swept=frozenset(swept),
        contacts=contacts(sites),
    )


def last_attempts(
    inspections: pd.DataFrame, as_of: date, *, stated: pd.Series[pd.Timestamp]
) -> pd.DataFrame:
    """
    Find each site's last visit, also one that found the gate shut.

    Parameters
    ----------
    inspections
        Table by schema ``INSPECTION``.
    as_of
        Only what happened before this day is told.
    stated
        Day of the last visit by site, as the site's own row has it. It counts where no later visit
        is on record, as it does for the plan; nobody knows what came of it.

    Returns
    -------
    attempts
        Index ``site_id``; columns ``last_visit`` (day) and ``last_result``, missing where only
        the site's row tells of the visit.
    """
    past = inspections[inspections["day"] < pd.Timestamp(as_of)]
    last = past.sort_values("day", kind="stable").groupby("site_id")[["day", "result"]].last()
    known = stated[stated < pd.Timestamp(as_of)].rename_axis("site_id").rename("stated")
    told = last.join(known, how="outer")
    is_news = told["stated"].notna() & ~(told["day"] >= told["stated"])
    return pd.DataFrame(
        {
            "last_visit": told["day"].mask(is_news, told["stated"]),
            "last_result": told["result"].mask(is_news),
        }
    )


def site_sheets(
    sites: pd.DataFrame, scores: pd.DataFrame, attempts: pd.DataFrame
) -> dict[str, SiteSheet]:
    """
    Say of each scored site what a page may show.

    Parameters
    ----------
    sites, scores
        Tables by schemas ``SITE`` and ``SCORE``.
    attempts
        From ``last_attempts``.

    Returns
    -------
    sheets
        Site id to sheet, for every site that has a score.
    """
    told = scores[["risk", "grade", "reasons", "advice"]]
    joined = sites.join(told, how="inner").join(attempts)
    return {str(row["site_id"]): _site_sheet(row) for row in as_records(joined)}


def _site_sheet(row: dict[Any, Any]) -> SiteSheet:
    return SiteSheet(
        site_id=str(row["site_id"]),
        name=called(row["name"], str(row["site_id"])),
        kind=row["kind"],
        village=text_of(row["village"]),
        address=text_of(row["address"]),
        industry=text_of(row["industry"]),
        lon_deg=float(row["lon_deg"]),
        lat_deg=float(row["lat_deg"]),
        risk=float(row["risk"]),
        grade=row["grade"],
        reasons=read_reasons(row["reasons"]),
        last_visit=date_of(row["last_visit"]),
        last_result=text_of(row["last_result"]) or None,
        advice=read_reasons(text_of(row["advice"]) or "[]"),
    )


def sweep_sheets(swept: pd.DataFrame) -> dict[str, SiteSheet]:
    """Say of each place in no ledger what a page may show; it has neither score nor past."""
    return {
        str(row["sweep_id"]): SiteSheet(
            site_id=str(row["sweep_id"]),
            name=row["name"],
            kind=SWEEP_KIND,
            village=text_of(row["village"]),
            address="",
            industry="",
            lon_deg=float(row["lon_deg"]),
            lat_deg=float(row["lat_deg"]),
            risk=0.0,
            grade=SWEEP_GRADE,
            reasons=(),
            last_visit=None,
            last_result=None,
        )
        for row in as_records(swept)
    }


def unseen(site: SiteSheet) -> SiteSheet:
    """Leave out what was seen before: who audits a visit must not know what came of it."""
    return replace(site, reasons=(), advice=(), last_visit=None, last_result=None)


def text_of(value: object) -> str:
    """Write a cell of a table, a missing one as nothing."""
    return "" if value is None or value is pd.NA or pd.isna(value) else str(value)  # type: ignore[call-overload]


def date_of(value: Any) -> date | None:  # noqa: ANN401 - a timestamp or a missing value
    """Take the day of a cell, ``None`` where it is missing."""
    return None if pd.isna(value) else value.date()


def day_in(value: object) -> date:
    """Read a day that must be there, as either database gives it."""
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def by_site(findings: pd.DataFrame) -> dict[str, tuple[OpenFinding, ...]]:
    """List open findings by site, soonest due first."""
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
        for site, group in findings.sort_values(["due", "found"]).groupby("site_id")
    }
