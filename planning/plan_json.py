"""Plans as plain JSON, by DESIGN section 6: written so that bytes repeat, and read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.errors import ProblemError
from data.model import BrokenPromise, Plan, Route, Stop, Unplanned
from planning.fields import items, mapping, named, number, shown, text, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLAN_KEYS = ("routes", "unplanned", "broken", "prize", "bound", "seed", "iterations")
_ROUTE_KEYS = frozenset(["shift", "stops", "break_start_s", "drive_s", "work_s"])
_STOP_KEYS = frozenset(["site", "arrive_s", "start_s", "end_s"])
_UNPLANNED_KEYS = frozenset(["site", "reason", "detail"])
_BROKEN_KEYS = frozenset(["promise", "detail"])


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
        If a part is missing or of the wrong kind, or a number is not finite.
    """
    if not isinstance(listed, dict):
        raise ProblemError(
            f"Expected an object as the plan, got {shown(listed)}.",
            zh=f"计划应是对象，现为 {shown(listed)}。",
        )
    lacking = [key for key in _PLAN_KEYS if key not in listed]
    if lacking:
        raise ProblemError(f"The plan lacks {lacking[0]!r}.", zh=f"计划缺少 {lacking[0]}。")
    return Plan(
        routes=tuple(_route(route) for route in items(listed, "routes")),
        unplanned=tuple(_unplanned(left) for left in items(listed, "unplanned")),
        broken=tuple(_broken(one) for one in items(listed, "broken")),
        prize=number("the plan", listed, "prize"),
        bound=number("the plan", listed, "bound"),
        seed=_seed(listed["seed"]),
        iterations=whole("the plan", listed, "iterations"),
        run=mapping("the plan", listed, "run"),
    )


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


def _route(listed: Any) -> Route:  # noqa: ANN401  # decoded JSON
    what = named("route", listed, _ROUTE_KEYS, key="shift")
    start = listed.get("break_start_s")
    return Route(
        shift=text(what, listed, "shift"),
        stops=tuple(_stop(what, stop) for stop in items(listed, "stops")),
        break_start_s=None if start is None else whole(what, listed, "break_start_s"),
        drive_s=whole(what, listed, "drive_s"),
        work_s=whole(what, listed, "work_s"),
    )


def _stop(route: str, listed: Any) -> Stop:  # noqa: ANN401  # decoded JSON
    what = f"{named('stop', listed, _STOP_KEYS, key='site')} of {route}"
    return Stop(
        text(what, listed, "site"),
        whole(what, listed, "arrive_s"),
        whole(what, listed, "start_s"),
        whole(what, listed, "end_s"),
    )


def _unplanned(listed: Any) -> Unplanned:  # noqa: ANN401  # decoded JSON
    what = named("unplanned", listed, _UNPLANNED_KEYS, key="site")
    detail = mapping(what, listed, "detail")
    return Unplanned(text(what, listed, "site"), text(what, listed, "reason"), detail)


def _broken(listed: Any) -> BrokenPromise:  # noqa: ANN401  # decoded JSON
    what = named("broken", listed, _BROKEN_KEYS, key="promise")
    return BrokenPromise(text(what, listed, "promise"), mapping(what, listed, "detail"))


def _seed(value: object) -> int:
    """Read the seed: any whole number, however large."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ProblemError(
            f"Expected a whole number as seed of the plan, got {shown(value)}.",
            zh=f"计划的 seed 应是整数，现为 {shown(value)}。",
        )
    return value
