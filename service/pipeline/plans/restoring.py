"""A former plan of a week put in force again; every version stays in the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from data.errors import ConfigError, NotFoundError
from data.schema import PLAN, PROMISE, ROUTE, STOP, UNPLANNED, as_records, as_table
from data.units import week_monday
from service.pipeline.plans.sheets import latest_plan
from service.pipeline.plans.versioning import next_plan_id
from service.pipeline.plans.visited import all_looks, seen_and_undone
from service.results.replan import UndoResult

if TYPE_CHECKING:
    import pandas as pd

    from data.store import Store

_PARTS = {"route": ROUTE, "stop": STOP, "unplanned": UNPLANNED, "promise": PROMISE}


def restore_plan(store: Store, *, week: str, version: int | None = None) -> UndoResult:
    """
    Put a former plan of a week in force again, as a new version that repeats it.

    Parameters
    ----------
    store
        Holds the plans.
    week
        ISO week such as ``2026-W48``.
    version
        Which to go back to; ``None``: the one that the plan in force was made from, so that doing
        it twice goes two steps back.

    Raises
    ------
    NotFoundError
        If the week has no plan, or not this version.
    ConfigError
        If the plan in force was not made from another, is the one asked for, or holds visits on
        record that the former plan does not know of.
    StaleError
        If another plan of the week was stored meanwhile.
    """
    current = latest_plan(store, week)
    former = _former(store, week, current, version)
    _refuse_forgetting(store, week, current, former)
    old_id, replaced = str(former.name), str(current.name)
    with store.writing() as unit:
        new_id, number = next_plan_id(unit, week, input_hash=former["input_hash"], follows=replaced)
        params = orjson.loads(former["params"])
        params["restored"] = {"plan": old_id, "replaced": replaced}
        row: dict[str, object] = {**_row(former), "plan_id": new_id, "version": number}
        row["params"] = orjson.dumps(params, option=orjson.OPT_SORT_KEYS).decode()
        unit.append("plan", as_table([row], PLAN))
        for table, schema in _PARTS.items():
            held = as_records(unit.read(table, where={"plan_id": [old_id]}))
            unit.append(table, as_table([_renamed(one, old_id, new_id) for one in held], schema))
    return UndoResult(
        week=week,
        plan_id=new_id,
        version=number,
        restored=old_id,
        of_version=int(former["version"]),
        replaced=replaced,
        stops=len(_sites(store, new_id)),
    )


def _row(plan: pd.Series[Any]) -> dict[str, object]:
    return {str(name): value for name, value in plan.to_dict().items()}


def _former(
    store: Store, week: str, current: pd.Series[Any], version: int | None
) -> pd.Series[Any]:
    """Find the plan to go back to."""
    plans = store.read("plan", where={"week": [week]})
    if version is None:
        made_from = orjson.loads(current["params"]).get("replan", {}).get("of")
        found = plans[plans.index == made_from]
        if not len(found):
            raise ConfigError(
                f"Plan {current.name} was not made from an earlier one: there is nothing to undo; "
                "--version N goes to any version.",
                zh=f"计划 {current.name} 不是由别的计划改来的，没有可撤销的；"
                "可用 --version N 回到任一版。",
            )
    else:
        found = plans[plans["version"] == version]
        _refuse_version(week, version, plans=plans, current=current)
    former: pd.Series[Any] = found.iloc[0]
    return former


def _refuse_version(
    week: str, version: int, *, plans: pd.DataFrame, current: pd.Series[Any]
) -> None:
    if version not in set(plans["version"]):
        known = ", ".join(str(one) for one in sorted(plans["version"]))
        raise NotFoundError(
            f"{week} has no plan of version {version}; it has {known}.",
            zh=f"{week} 没有第 {version} 版计划，现有：{known}。",
        )
    if version == current["version"]:
        raise ConfigError(
            f"Version {version} of {week} is in force already.",
            zh=f"{week} 现行的就是第 {version} 版。",
        )


def _refuse_forgetting(
    store: Store, week: str, current: pd.Series[Any], former: pd.Series[Any]
) -> None:
    """Refuse a plan that would say of visits made by the plan in force that nobody asked them."""
    seen, _ = seen_and_undone(all_looks(store), week_monday(week))
    made = seen.keys() & _sites(store, str(current.name))
    lost = sorted(made - _sites(store, str(former.name)))
    if lost:
        raise ConfigError(
            f"{lost[0]} was visited by the plan in force, and {former.name} does not hold it; "
            "change what lies ahead with `gridpatrol replan --from` instead.",
            zh=f"{lost[0]} 已按现行计划检查，而 {former.name} 中没有；"
            "请改用 gridpatrol replan --from 调整此后的安排。",
        )


def _sites(store: Store, plan_id: str) -> set[str]:
    return set(store.read("stop", where={"plan_id": [plan_id]})["site_id"])


def _renamed(row: dict[str, Any], old_id: str, new_id: str) -> dict[str, Any]:
    """Give a row of a plan the id of another: the ids of its parts begin with it."""
    return {
        name: new_id + value.removeprefix(old_id)
        if name.endswith("_id") and isinstance(value, str) and value.startswith(old_id)
        else value
        for name, value in row.items()
    }
