"""Every page of the service that people open, by name, for whoever looks at them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from data.schema import as_records
from data.units import week_monday
from service.pipeline.plans.publishing import published

if TYPE_CHECKING:
    from data.store import Store

MAIN = ("overview", "ledgers", "question", "risk", "week", "list", "publish", "board", "reports")
"""Those that are looked at in English too."""
PLAIN = {
    "overview": "/",
    "ledgers": "/ledgers",
    "question": "/questions",
    "answered": "/questions/answered",
    "risk": "/risk",
    "risk-map": "/risk/map",
    "cells": "/risk/cells",
    "where-next": "/risk/next",
    "backtest": "/risk/backtest",
    "board": "/findings",
    "findings": "/findings/list",
    "due": "/findings/due",
    "bulk": "/findings/bulk",
    "tips": "/tips",
    "orders": "/orders",
    "experts": "/experts",
    "reports": "/reports",
    "rules": "/admin/rules",
    "people": "/admin/people",
    "tokens": "/admin/tokens",
    "audit": "/admin/audit",
    "backup": "/admin/backup",
    "jobs": "/jobs",
    "me": "/me",
    "password": "/password",
    "ogc": "/ogc",
    "ogc-collections": "/ogc/collections",
    "ogc-collection": "/ogc/collections/sites",
    "ogc-items": "/ogc/collections/sites/items",
    "api": "/api/docs",
    "not-found": "/nowhere",
}


def addresses(store: Store, week: str) -> dict[str, str]:
    """
    Find the pages of a store whose week was planned.

    Returns
    -------
    addresses
        Name of a page to its path; those of jobs, imports and trials only where there are any.
    """
    plan = published(store, week) or str(store.read("plan", where={"week": [week]}).index[-1])
    site = _first(store, "stop", plan_id=plan)["site_id"]
    return (
        PLAIN
        | {
            "site": f"/sites/{site}",
            "finding": f"/findings/{quote(str(store.read('finding').index[0]))}",
            "person": f"/admin/people/{store.rows('account')[0]['account_id']}",
            "report-month": f"/reports/month/{week_monday(week):%Y-%m}",
            "week": f"/week/{week}",
            "list": f"/week/{week}/plans/newest",
            "map": f"/week/{week}/plans/newest?view=map",
            "versions": f"/week/{week}/versions",
            "replan": f"/week/{week}/replan",
            "change": f"/week/{week}/changes/new?site={site}",
            "publish": f"/week/{week}/publish",
            "links": f"/week/{week}/links",
            "conflicts": f"/week/{week}/conflicts",
        }
        | _of_jobs(store, week)
    )


def _of_jobs(store: Store, week: str) -> dict[str, str]:
    found = {}
    for row in store.rows("job"):
        job = quote(str(row["job_id"]))
        found["job"] = f"/jobs/{job}"
        if row["kind"] == "import":
            found["import"] = f"/ledgers/imports/{job}"
        if row["kind"] == "roads":
            found["import-roads"] = f"/ledgers/imports/{job}"
        if row["kind"] == "replan" and '"dry_run"' in str(row["argument"]):
            found["price"] = f"/week/{week}/changes/{job}"
        if row["kind"] == "rules_trial":
            found["trial"] = f"/admin/rules/trials/{job}"
    return found


def _first(store: Store, table: str, **where: str) -> dict[str, Any]:
    rows = store.read(table, where={name: [value] for name, value in where.items()})
    return as_records(rows.reset_index())[0]
