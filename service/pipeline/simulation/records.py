"""What an office has on record: all that a policy is given, and what visits add to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.crs import great_circle_m
from data.schema import FINDING, INSPECTION, as_table
from data.words import FINDS, LOOKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from data.sample.life import Seen
    from data.schema.columns import TableSchema

SOURCE = "simulated"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Records:
    """
    What an office has on record on the Monday of a week, and nothing else.

    Attributes
    ----------
    monday
        First day of the week; every dated row lies before it.
    sites, inspections, findings, tips, power
        Tables of ``data.schema``; their texts are plain objects, which are walked row by row much
        faster than arrays of texts.
    year
        Visits of the year by site id, in the order of ``sites``.
    scores
        Risk and grade as last written down; ``None``: to be made anew.
    """

    monday: date
    sites: pd.DataFrame
    inspections: pd.DataFrame
    findings: pd.DataFrame
    tips: pd.DataFrame
    power: pd.DataFrame
    year: pd.Series[int]
    scores: pd.DataFrame | None = None

    @property
    def monday_stamp(self) -> pd.Timestamp:
        """Return the Monday as tables have days."""
        return pd.Timestamp(self.monday)

    def __post_init__(self) -> None:
        for name in ("sites", "inspections", "findings", "tips", "power"):
            object.__setattr__(self, name, _plain(getattr(self, name)))

    def with_news(self, monday: date, tips: pd.DataFrame, power: pd.DataFrame) -> Records:
        """Begin a week with what came in before it."""
        return replace(
            self,
            monday=monday,
            tips=pd.concat([self.tips, tips]) if len(tips) else self.tips,
            power=pd.concat([self.power, power]) if len(power) else self.power,
        )

    def open_findings(self) -> dict[str, tuple[str, ...]]:
        """List the findings that are not closed, by site id."""
        still = self.findings.index[self.findings["state"] != "closed"]
        listed: dict[str, list[str]] = {}
        for finding, site in zip(still, self.findings.loc[still, "site_id"], strict=True):
            listed.setdefault(str(site), []).append(str(finding))
        return {site: tuple(ones) for site, ones in listed.items()}

    def after(self, seen: Sequence[Seen], *, week: int) -> Records:
        """
        Write down what the visits of a week brought.

        Parameters
        ----------
        seen
            What each visit saw.
        week
            Number of the week, for the ids of new rows.
        """
        if not seen:
            return self
        found = [one for one in seen if one.is_new]
        findings = _closed(self.findings, {m: one.call.day for one in seen for m in one.mended})
        went = pd.Series([one.call.site_id for one in seen]).value_counts()
        return replace(
            self,
            inspections=pd.concat([self.inspections, _visits(seen, week=week)]),
            findings=pd.concat([findings, _findings(found, week=week)]) if found else findings,
            tips=_verified(self.tips, self.sites, seen),
            year=self.year.add(went, fill_value=0).astype(int).reindex(self.year.index),
        )


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """Turn arrays of texts into plain objects, missing ones into ``None``."""
    texts = [name for name, kind in table.dtypes.items() if isinstance(kind, pd.StringDtype)]
    return table.astype(dict.fromkeys(texts, object)) if texts else table


def _rows(
    schema: TableSchema, ids: Sequence[str], columns: Mapping[str, Sequence[object]]
) -> pd.DataFrame:
    """Write rows column by column, which is quicker than a table of any rows."""
    blank = _blank(schema)
    index = pd.Index(pd.Series(list(ids), dtype="str"), dtype="str", name=schema.key)
    kinds = {name: blank[name].to_numpy().dtype for name in columns}
    return blank.reindex(index).assign(
        **{name: np.array(values, dtype=kinds[name]) for name, values in columns.items()}
    )


@cache
def _blank(schema: TableSchema) -> pd.DataFrame:
    return _plain(as_table([], schema))


def _visits(seen: Sequence[Seen], *, week: int) -> pd.DataFrame:
    calls = [one.call for one in seen]
    return _rows(
        INSPECTION,
        [_key(one, week) for one in seen],
        {
            "site_id": [call.site_id for call in calls],
            "day": [call.day for call in calls],
            "team": [call.team for call in calls],
            "mode": [call.visit_type for call in calls],
            "result": [one.result for one in seen],
            "source": [SOURCE] * len(seen),
        },
    )


def _findings(seen: Sequence[Seen], *, week: int) -> pd.DataFrame:
    ids = [_key(one, week) for one in seen]
    return _rows(
        FINDING,
        [f"F{key}" for key in ids],
        {
            "site_id": [one.call.site_id for one in seen],
            "inspection_id": ids,
            "level": [one.level for one in seen],
            "found": [one.call.day for one in seen],
            "due": [one.call.day + timedelta(days=one.due_days) for one in seen],
            "state": ["rectifying"] * len(seen),
            "team": [one.call.team for one in seen],
            "source": [SOURCE] * len(seen),
        },
    )


def _key(one: Seen, week: int) -> str:
    return f"W{week:02d}-{one.call.site_id}"


def _closed(findings: pd.DataFrame, days: Mapping[str, date]) -> pd.DataFrame:
    """Close what was seen to be mended."""
    if not days:
        return findings
    changed = findings.copy()
    changed.loc[list(days), "state"] = "closed"
    changed.loc[list(days), "closed"] = pd.to_datetime(list(days.values()))
    return changed


def _verified(tips: pd.DataFrame, sites: pd.DataFrame, seen: Iterable[Seen]) -> pd.DataFrame:
    """Settle a tip-off by the look at the site nearest to it: true where that found something."""
    looked = {one.call.site_id: one for one in seen if one.result in LOOKS}
    waiting = tips[(tips["verified"] == "open") & tips["lon_deg"].notna()]
    settled: dict[str, str] = {}
    lon_deg, lat_deg = sites["lon_deg"].to_numpy(), sites["lat_deg"].to_numpy()
    for tip, lon, lat in zip(waiting.index, waiting["lon_deg"], waiting["lat_deg"], strict=True):
        away_m = great_circle_m(lon, lat, lon_deg, lat_deg)
        one = looked.get(str(sites.index[int(np.argmin(away_m))]))
        if one is not None:
            settled[str(tip)] = "true" if one.result in FINDS else "false"
    if not settled:
        return tips
    changed = tips.copy()
    changed.loc[list(settled), "verified"] = list(settled.values())
    return changed
