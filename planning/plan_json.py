"""Plans as plain JSON, by DESIGN section 6: written so that bytes repeat, and read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.errors import ProblemError
from data.model import BrokenPromise, Plan, Route, Stop, Unplanned

if TYPE_CHECKING:
    from collections.abc import Mapping


def write_plan(plan: Plan, *, with_run: bool = True) -> dict[str, Any]:
    """
    Write a plan as an object ready for JSON.

    Parameters
    ----------
    plan
        The plan.
    with_run
        Whether run times are part of it; without them equal plans give equal bytes.
    """
    listed: dict[str, Any] = {
        "routes": [_written_route(route) for route in plan.routes],
        "unplanned": [
            {"site": left.site, "reason": left.reason, "detail": left.detail}
            for left in plan.unplanned
        ],
        "broken": [{"promise": one.promise, "detail": one.detail} for one in plan.broken],
        "prize": plan.prize,
        "bound": plan.bound,
        "seed": plan.seed,
        "iterations": plan.iterations,
    }
    return {**listed, "run": dict(plan.run)} if with_run else listed


def read_plan(listed: Mapping[str, Any]) -> Plan:
    """
    Read a plan from decoded JSON.

    Raises
    ------
    ProblemError
        If a part is missing or of the wrong kind.
    """
    try:
        return Plan(
            routes=tuple(_route(route) for route in listed["routes"]),
            unplanned=tuple(
                Unplanned(left["site"], left["reason"], dict(left.get("detail") or {}))
                for left in listed["unplanned"]
            ),
            broken=tuple(
                BrokenPromise(one["promise"], dict(one.get("detail") or {}))
                for one in listed["broken"]
            ),
            prize=float(listed["prize"]),
            bound=float(listed["bound"]),
            seed=int(listed["seed"]),
            iterations=int(listed["iterations"]),
            run=dict(listed.get("run") or {}),
        )
    except KeyError as error:
        raise ProblemError(
            f"The plan lacks {error.args[0]!r}.",
            zh=f"计划缺少 {error.args[0]}。",
        ) from error
    except (TypeError, ValueError, AttributeError) as error:
        raise ProblemError(
            f"The plan is not as the contract has it: {error}.",
            zh=f"计划的写法不合约定：{error}。",
        ) from error


def _written_route(route: Route) -> dict[str, Any]:
    return {
        "shift": route.shift,
        "stops": [
            {
                "site": stop.site,
                "arrive_s": stop.arrive_s,
                "start_s": stop.start_s,
                "end_s": stop.end_s,
            }
            for stop in route.stops
        ],
        "break_start_s": route.break_start_s,
        "drive_s": route.drive_s,
        "work_s": route.work_s,
    }


def _route(listed: Mapping[str, Any]) -> Route:
    start = listed.get("break_start_s")
    return Route(
        shift=listed["shift"],
        stops=tuple(
            Stop(stop["site"], int(stop["arrive_s"]), int(stop["start_s"]), int(stop["end_s"]))
            for stop in listed["stops"]
        ),
        break_start_s=None if start is None else int(start),
        drive_s=int(listed["drive_s"]),
        work_s=int(listed["work_s"]),
    )
