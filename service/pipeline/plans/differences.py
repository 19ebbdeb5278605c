"""What a stored plan changes against its last version, and against last week's plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson

from data.model import Plan, Why
from data.sheets import DifferenceSheet
from data.units import DAYS_PER_WEEK, week_monday, week_of
from data.words import HAND_CHANGES, label
from planning.diff import plan_changes
from service.pipeline.plans.given import counted_plans
from service.pipeline.plans.planned import stored_plan
from service.pipeline.plans.visited import all_looks, seen_and_undone

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from data.store import Store

_WEEK = timedelta(days=DAYS_PER_WEEK)
_OF_A_WEEK = ("added", "dropped", "moved")
"""From week to week no hour is kept: other hours would be all there is to read."""


def difference_sheets(
    store: Store, plan: pd.Series[Any], *, names: Mapping[str, str]
) -> tuple[DifferenceSheet, ...]:
    """
    Tell what a plan changes.

    Parameters
    ----------
    store
        Holds the plans and records.
    plan
        Its row of the table ``plan``.
    names
        What people call sites and shifts, by id.

    Returns
    -------
    sheets
        Against the plan that it was made from, where it is no first version; against the plan of
        the week before that counts, where there is one.
    """
    plans = store.read("plan")
    now = stored_plan(store, plan)
    sheets = []
    former = _former(plans, plan)
    if former is not None:
        sheet = _sheet(store, plan, now, other=former, names=names)
        sheets.append(replace(sheet, asked=_asked(plan, names)))
    week = week_of(week_monday(plan["week"]) - _WEEK)
    last = counted_plans(store, plans[plans["week"] == week])
    if len(last):
        sheet = _sheet(store, plan, now, other=last.iloc[-1], names=names)
        lines = tuple(line for line in sheet.lines if line[0] in _OF_A_WEEK)
        sheets.append(replace(sheet, against="week", lines=lines))
    return tuple(sheets)


def version_difference(
    store: Store, plan: pd.Series[Any], *, other: pd.Series[Any], names: Mapping[str, str]
) -> DifferenceSheet:
    """
    Tell what a plan changes against any other version of its week.

    Parameters
    ----------
    plan, other
        Rows of the table ``plan``.
    names
        What people call sites and shifts, by id.
    """
    return _sheet(store, plan, stored_plan(store, plan), other=other, names=names)


def _former(plans: pd.DataFrame, plan: pd.Series[Any]) -> pd.Series[Any] | None:
    """Find the version in force before this one."""
    mine = plans[(plans["week"] == plan["week"]) & (plans["version"] < plan["version"])]
    return mine.sort_values("version").iloc[-1] if len(mine) else None


def _sheet(
    store: Store,
    plan: pd.Series[Any],
    now: Plan,
    *,
    other: pd.Series[Any],
    names: Mapping[str, str],
) -> DifferenceSheet:
    wants = orjson.loads(plan["wants"])
    found = plan_changes(
        stored_plan(store, other),
        now,
        names=names,
        whys={site: tuple(Why(**why) for why in whys) for site, whys in wants.items()},
        seen=seen_and_undone(all_looks(store), week_monday(other["week"]))[0],
    )
    return DifferenceSheet(
        against="version",
        plan_id=str(other.name),
        lines=tuple((one.kind, one.site, one.zh, one.en) for one in found),
    )


def _asked(plan: pd.Series[Any], names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Say what people asked for when the plan was made."""
    params = orjson.loads(plan["params"])
    if "restored" in params:
        back = params["restored"]["plan"]
        return ((f"恢复了 {back}", f"went back to {back}"),)
    told = params.get("replan", {})
    lines = [
        (f"增加 {names.get(site, site)}（{reason}）", f"add {names.get(site, site)} ({reason})")
        for site, reason in told.get("add", {}).items()
    ]
    lines += [(f"{team} {day} 缺勤", f"{team} away {day}") for team, day in told.get("absent", ())]
    listed = [one for one in told.get("changes", ()) if one["do"] != "add"]
    lines += [_change_words(one, names) for one in listed]
    who = " · ".join(filter(None, [told.get("author"), told.get("note")]))
    return (*lines, (who, who)) if who else tuple(lines)


def _change_words(item: Mapping[str, str], names: Mapping[str, str]) -> tuple[str, str]:
    """Write a hand change as it was asked for."""
    parts = (item.get(key, "") for key in ("site", "team", "day", "with_team", "with_day"))
    rest = " ".join(names.get(part, part) for part in parts if part)
    zh, en = (label(HAND_CHANGES, item["do"], lang) for lang in ("zh", "en"))
    return f"{zh} {rest}", f"{en} {rest}"
