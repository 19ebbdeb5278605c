"""A tiny town on real ways with a published week: two teams, and a link of one of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from data.schema import TEAM, as_table
from data.store import Author
from service.access.actors import Actor, permissions_of
from service.access.teamlinks import make_link
from service.pipeline.plans.publishing import publish
from tests.service.roadtown import fill
from tests.service.web.weeks import WEEK, draft

if TYPE_CHECKING:
    from pathlib import Path

    from data.store import Store
    from service.access.clock import Clock

PLANNER = Actor(account_id="p", name="li", role="planner", permissions=permissions_of("planner"))
MINE, THEIRS = ["S00001", "S00002"], ["S00003"]
PAGE = "2026-11-23-H1-0.html"
PHONE, OTHER_PHONE = "aaaaaa000001", "bbbbbb000002"
DONE = "2026-11-23T00:50:00.000Z"


def plan_week(store: Store, folder: Path, *, clock: Clock) -> None:
    """Fill the town, and publish a plan: 甲厂 and 乙厂 for 一队 on Monday, 远处厂 for 二队."""
    fill(store, folder)
    other = {"team_id": "T2", "name": "二队", "card_holders": 2, "lon_deg": 115.0, "lat_deg": 35.5}
    with store.writing() as unit:
        unit.upsert("team", as_table([other], TEAM))
    publish_plan(store, "P1", {"T1": MINE, "T2": THEIRS}, clock=clock)


def publish_plan(
    store: Store, plan_id: str, stops: dict[str, list[str]], *, clock: Clock, version: int = 1
) -> None:
    """Write a version of the plan and give it to the teams."""
    draft(store, plan_id, stops, version=version)
    signed = store.signed(Author("li", "publish"))
    publish(signed, plan_id, actor=PLANNER, clock=clock, is_sure=True)


def link_of(store: Store, *, clock: Clock, team_id: str = "T1") -> str:
    """Make a link; give its address, which ends in a slash."""
    secret = make_link(store, week=WEEK, team_id=team_id, actor=PLANNER, clock=clock)
    return f"/r/{secret}/"


@dataclass
class Phone:
    """Writes what a page would send."""

    device: str = PHONE
    plan: str = "P1"
    team: str = "T1"
    visits: list[dict[str, Any]] = field(default_factory=list)

    def visit(self, site: str, result: str = "clean", **more: object) -> Phone:
        """Record a visit."""
        self.visits.append(
            {"site": site, "result": result, "done_at": DONE, "edited_at": DONE, **more}
        )
        return self

    @property
    def document(self) -> dict[str, Any]:
        """Give the document."""
        return {
            "format": "patrol-results/1",
            "plan": self.plan,
            "route": f"H{self.team[1:]}-0",
            "team": self.team,
            "day": "2026-11-23",
            "device": self.device,
            "exported": "2026-11-23T00:55:00.000Z",
            "visits": self.visits,
            "places": [],
        }


def hazard(what: str) -> dict[str, Any]:
    """Write one finding as a page does."""
    return {
        "id": f"{PHONE}-1",
        "what": what,
        "level": "ordinary",
        "due": None,
        "on_the_spot": False,
        "photos": None,
    }
