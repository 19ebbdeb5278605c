"""The route that a phone's records are about: the team's own, of a plan that was published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.errors import InputError
from service.pipeline.plans.publishing import publications

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.store import Store
    from service.access.teamlinks import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """
    The route that a document is about.

    Attributes
    ----------
    plan_id, shift, day
        As its page names it; the day is ISO text.
    stops
        Places the team was sent to in that plan, on any of its routes.
    """

    plan_id: str
    shift: str
    day: str
    stops: frozenset[str]


def route_of(store: Store, link: Link, told: Mapping[str, Any]) -> Route:
    """
    Find the route that a document is about; it must be the team's own, of a published plan.

    A plan that was withdrawn since, or has a later version, is as good: the visits happened.

    Raises
    ------
    InputError
        If it is another team's, another week's, or of a plan that was never published.
    """
    plan_id, shift = str(told.get("plan") or ""), str(told.get("route") or "")
    given = {one.plan_id for one in publications(store, link.week)}
    if told.get("team") != link.team_id or plan_id not in given:
        raise _foreign()
    routes = store.rows("route", where={"plan_id": [plan_id], "team_id": [link.team_id]})
    mine = next((route for route in routes if route["shift"] == shift), None)
    if mine is None:
        raise _foreign()
    stops = store.rows("stop", where={"route_id": [route["route_id"] for route in routes]})
    return Route(
        plan_id=plan_id,
        shift=shift,
        day=str(mine["day"])[:10],
        stops=frozenset(str(stop["site_id"]) for stop in stops),
    )


def _foreign() -> InputError:
    return InputError(
        "These results are not of this team's published plan of this week; send them by its own "
        "link, or give them to the office as a file.",
        zh="这些结果不属于本队本周已发布的计划；请用对应的链接上传，或导出成文件交给办公室。",
    )
