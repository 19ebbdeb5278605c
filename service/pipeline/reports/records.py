"""What a report reads of the store, once for all its parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from data.errors import NotFoundError
from data.findings import is_ours, stands
from data.shut import with_known_relapses
from data.words import FINDS, LOOKS
from service.pipeline.places.standing import leave_out_gone, report_day
from service.pipeline.places.villages import tell_villages_apart
from service.pipeline.rules.ruling import rules_in_force

if TYPE_CHECKING:
    from data.store import Store
    from planning.rules import Rules
    from service.pipeline.reports.period import Period


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Records:
    """
    The tables behind a report, by the schemas of their names.

    Attributes
    ----------
    period
        The days.
    sites
        Those that stand; villages of one name are told apart.
    inspections
        Visits before ``period.until``, skipped ones left out.
    findings
        Those found before ``period.until`` and never taken back.
    dispositions
        As stored, with the relapses that visits found before ``period.until``.
    scores
        As stored.
    rules
        In force.
    """

    period: Period
    sites: pd.DataFrame
    inspections: pd.DataFrame
    findings: pd.DataFrame
    dispositions: pd.DataFrame
    scores: pd.DataFrame
    rules: Rules

    @property
    def looks(self) -> pd.DataFrame:
        """Visits that saw inside, with ``found``."""
        looks = self.inspections[self.inspections["result"].isin(LOOKS)]
        return looks.assign(found=looks["result"].isin(FINDS))

    @property
    def ours(self) -> pd.DataFrame:
        """Findings that are ours to follow: not those that were handed to another office."""
        return self.findings[is_ours(self.findings)]

    def name(self, site_id: str) -> str:
        """Say what a site is called; its id where the ledger has no such site now."""
        return str(self.sites["name"].get(site_id, site_id))

    def village(self, site_id: str) -> str | None:
        """Say in which village a site is, where the ledger says."""
        village = self.sites["village"].get(site_id)
        return None if village is None or pd.isna(village) else str(village)


def last_known(store: Store) -> date:
    """
    Find the last day of which anything is on record.

    Raises
    ------
    NotFoundError
        If nothing in the store bears a date.
    """
    try:
        return report_day(store) - timedelta(days=1)
    except NotFoundError as error:
        raise NotFoundError(
            "There is no visit, finding or tip-off on record; run `gridpatrol import` first.",
            zh="库中没有检查、隐患或举报记录，请先运行 gridpatrol import 导入。",
        ) from error


def read_records(store: Store, period: Period) -> Records:
    """Read what a report of a period needs."""
    until = pd.Timestamp(period.until)
    visits, findings = store.read("inspection"), store.read("finding")
    sites = leave_out_gone(store.read("site"))
    kept = (visits["day"] < until) & (visits["result"] != "skipped")
    return Records(
        period=period,
        sites=tell_villages_apart(store, sites, "village") if len(sites) else sites,
        inspections=visits[kept],
        findings=findings[(findings["found"] < until) & stands(findings)],
        dispositions=with_known_relapses(store.read("disposition"), visits, period.until),
        scores=store.read("score"),
        rules=rules_in_force(store).rules,
    )
