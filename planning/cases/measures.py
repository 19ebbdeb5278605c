"""What orders and dispositions ask of each site, as of a day, gathered from the tables."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from data.crs import great_circle_m
from data.schema import as_records
from data.shut import shut_cases, with_stated_relapses
from data.words import FINDS, LOOKS
from planning.cases.lookback import Attempt, Lookback, Sign, next_lookback
from planning.cases.orders import Look, Order, OrderStanding, standing_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planning.rules import Rules

SHUT_GATE = frozenset({"closed", "absent"})
"""Results of a visit that found nobody: no sign, and no look either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMeasures:
    """
    What measures ask of one site.

    Attributes
    ----------
    orders
        Orders that no visit has followed up yet, the one due first in front.
    lookback
        The look-back that a shut site waits for; ``None`` where it is not shut.
    relapsed
        Day a shut site was found working again; ``None`` where it was not, or a newer disposition
        was carried out.
    """

    orders: tuple[OrderStanding, ...] = ()
    lookback: Lookback | None = None
    relapsed: date | None = None


NONE_TAKEN = SiteMeasures()
"""A site of which no measure is on record."""


def site_measures(
    tables: Mapping[str, pd.DataFrame], *, as_of: date, rules: Rules
) -> dict[str, SiteMeasures]:
    """
    Gather what orders and dispositions ask of each site.

    Parameters
    ----------
    tables
        ``site``, ``inspection``, ``tip``, ``power_reading``, ``given_order`` and ``disposition``,
        by their schemas.
    as_of
        Only what is dated before this day counts; states of sites are those of today.
    rules
        Gaps, and how far a tip-off reaches.

    Returns
    -------
    measures
        By site id; sites of which nothing is asked are left out.
    """
    listed = defaultdict(list)
    for one in open_orders(tables, as_of=as_of):
        listed[one.order.site_id].append(one)
    lookbacks, relapsed = _shut(tables, as_of=as_of, rules=rules)
    return {
        site: SiteMeasures(
            orders=tuple(listed.get(site, ())),
            lookback=lookbacks.get(site),
            relapsed=relapsed.get(site),
        )
        for site in sorted({*listed, *lookbacks})
    }


def open_orders(tables: Mapping[str, pd.DataFrame], *, as_of: date) -> list[OrderStanding]:
    """List the orders that stand and that no visit has followed up, the one due first in front."""
    found = [one for one in order_standings(tables, as_of=as_of) if one.followed is None]
    found.sort(key=lambda one: (one.order.due or date.max, one.order.order_id))
    return found


def order_standings(tables: Mapping[str, pd.DataFrame], *, as_of: date) -> list[OrderStanding]:
    """Say where every order stood when a day began, in the order of the table."""
    orders = [order_of(row) for row in as_records(tables["given_order"])]
    looks = _looks(tables["inspection"], {one.site_id for one in orders})
    standings = (standing_of(one, looks[one.site_id], as_of=as_of) for one in orders)
    return [one for one in standings if one is not None]


def order_of(row: Mapping[str, Any]) -> Order:
    """Read an order from its row."""
    amount = row["amount_yuan"]
    return Order(
        order_id=str(row["given_order_id"]),
        site_id=str(row["site_id"]),
        kind=str(row["kind"]),
        day=row["day"].date(),
        due=day_or_none(row["due"]),
        amount_yuan=None if pd.isna(amount) else float(amount),
        followed=day_or_none(row["followed"]),
        withdrawn=day_or_none(row["withdrawn"]),
        **{name: text_or_empty(row[name]) for name in ("finding_id", "who", "document", "note")},
    )


def day_or_none(value: Any) -> date | None:  # noqa: ANN401 - a cell of a table
    """Read a cell that holds a day."""
    return None if pd.isna(value) else value.date()


def text_or_empty(value: Any) -> str:  # noqa: ANN401 - a cell of a table
    """Read a cell that holds a text."""
    return value if isinstance(value, str) else ""


def _looks(inspections: pd.DataFrame, site_ids: Iterable[str]) -> dict[str, list[Look]]:
    looks: dict[str, list[Look]] = defaultdict(list)
    chosen = inspections["site_id"].isin(list(site_ids)) & inspections["result"].isin(LOOKS)
    for row in as_records(inspections[chosen]):
        look = Look(row["day"].date(), text_or_empty(row["mode"]), row["result"] in FINDS)
        looks[row["site_id"]].append(look)
    return looks


def _shut(
    tables: Mapping[str, pd.DataFrame], *, as_of: date, rules: Rules
) -> tuple[dict[str, Lookback], dict[str, date]]:
    """Say which look-back each shut site waits for, and which of them work again."""
    sites = tables["site"]
    told = with_stated_relapses(tables["disposition"], sites, as_of)
    cases = shut_cases(told, tables["inspection"], as_of)
    cases = cases[cases.index.isin(sites.index)]
    attempts, signs = _visited(tables["inspection"], cases, as_of)
    for found in (
        _tipped(sites, tables["tip"], cases, as_of=as_of, radius_m=rules.tip.radius_m),
        _powered(tables["power_reading"], cases, as_of=as_of, least=rules.lookback.power_kwh),
    ):
        for site, sign in found:
            signs[site].append(sign)
    relapsed = {
        str(site): day.date() for site, day in cases["relapsed"].items() if not pd.isna(day)
    }
    for site, day in relapsed.items():
        signs[site].append(Sign(day, "又在生产（反弹），重新立案", "it was found working again"))
    lookbacks = {
        str(site): next_lookback(
            day.date(), attempts[str(site)], signs[str(site)], rules=rules.lookback
        )
        for site, day in cases["finished"].items()
    }
    return lookbacks, relapsed


def _visited(
    inspections: pd.DataFrame, cases: pd.DataFrame, as_of: date
) -> tuple[dict[str, list[Attempt]], dict[str, list[Sign]]]:
    """Sort the visits to shut sites: those that found nothing, and those met by somebody."""
    attempts: dict[str, list[Attempt]] = defaultdict(list)
    signs: dict[str, list[Sign]] = defaultdict(list)
    past = inspections[
        inspections["site_id"].isin(cases.index) & (inspections["day"] < pd.Timestamp(as_of))
    ]
    for row in as_records(past):
        site, day, result = row["site_id"], row["day"].date(), row["result"]
        if result == "refused":
            signs[site].append(Sign(day, "有人且拒绝进入", "somebody was there and let nobody in"))
        elif result in FINDS:
            signs[site].append(Sign(day, "检查发现问题", "a visit found something"))
        elif result in LOOKS or result in SHUT_GATE:
            attempts[site].append(Attempt(day, saw_inside=result in LOOKS))
    return attempts, signs


def _tipped(
    sites: pd.DataFrame, tips: pd.DataFrame, cases: pd.DataFrame, *, as_of: date, radius_m: float
) -> list[tuple[str, Sign]]:
    """Find tip-offs near shut sites that were not found untrue by the day."""
    day = pd.Timestamp(as_of)
    untrue = (tips["verified"] == "false") & ~(tips["checked"] >= day)
    near = tips[(tips["day"] < day) & ~untrue]
    found = []
    shut = sites.loc[cases.index]
    lon, lat = shut["lon_deg"].to_numpy(float), shut["lat_deg"].to_numpy(float)
    for row in as_records(near):
        hit = shut.index == row["site_id"]
        if not (pd.isna(row["lon_deg"]) or pd.isna(row["lat_deg"])) and len(shut):
            hit = hit | (great_circle_m(lon, lat, row["lon_deg"], row["lat_deg"]) <= radius_m)
        zh, en = f"附近有举报线索 {row['tip_id']}", f"a tip-off near it ({row['tip_id']})"
        found += [(str(site), Sign(row["day"].date(), zh, en)) for site in shut.index[hit]]
    return found


def _powered(
    readings: pd.DataFrame, cases: pd.DataFrame, *, as_of: date, least: float
) -> list[tuple[str, Sign]]:
    """Find months after the shutting, over by the day, in which a shut site drew power."""
    chosen = readings[readings["site_id"].isin(cases.index) & (readings["kwh"] >= least)]
    found = []
    for row in as_records(chosen):
        first = date.fromisoformat(f"{row['month']}-01")
        over = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        if first > cases["finished"][row["site_id"]].date() and over < as_of:
            zh = f"{row['month']} 用电 {row['kwh']:.0f} 千瓦时"
            en = f"it drew {row['kwh']:.0f} kWh in {row['month']}"
            found.append((str(row["site_id"]), Sign(over, zh, en)))
    return found
