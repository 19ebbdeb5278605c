"""The planners' page of links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from service.access.teamlinks import find_link, links_of
from tests.service.web.weeks import WEEK

if TYPE_CHECKING:
    from tests.service.web.conftest import Service

PATH = f"/week/{WEEK}/links"
_ADDRESS = re.compile(r'value="http://testserver/r/([\w-]{43})/"')


def test_links_are_shown_once(town: Service) -> None:
    """Every team without a link gets one; the page that is loaded afterwards names none."""
    planner = town.client("planner")
    secrets = _ADDRESS.findall(planner.post(PATH).text)
    teams = [find_link(town.office.store, secret) for secret in secrets]
    assert [link.team_id for link in teams if link] == ["T1", "T2"]
    assert _ADDRESS.findall(planner.get(PATH).text) == []
    assert _ADDRESS.findall(planner.post(PATH).text) == []


def test_a_team_has_one_link(town: Service) -> None:
    """A second one would be open unasked, and no page would list it; taken back, there is room."""
    planner = town.client("planner")
    planner.post(PATH, data={"team_id": "T1"})
    (link,) = links_of(town.office.store, WEEK)
    assert planner.post(PATH, data={"team_id": "T1"}).status_code == 422
    sent = {"team_id": "T1"}
    assert planner.post(f"/api/v1/weeks/{WEEK}/links", json=sent).status_code == 422
    assert links_of(town.office.store, WEEK) == [link]
    planner.post(f"{PATH}/{link.link_id}/revoke")
    assert len(_ADDRESS.findall(planner.post(PATH, data={"team_id": "T1"}).text)) == 1


def test_renewed_and_taken_back_from_the_page(town: Service) -> None:
    """The former address opens nothing any more, and after that the new one neither."""
    planner = town.client("planner")
    (former,) = _ADDRESS.findall(planner.post(PATH, data={"team_id": "T1"}).text)
    (link,) = links_of(town.office.store, WEEK)
    (fresh,) = _ADDRESS.findall(planner.post(f"{PATH}/{link.link_id}/renew").text)
    nobody = town.nobody()
    assert [nobody.get(f"/r/{secret}/").status_code for secret in (former, fresh)] == [410, 200]
    newest = links_of(town.office.store, WEEK)[-1]
    assert planner.post(f"{PATH}/{newest.link_id}/revoke").status_code == 303
    assert nobody.get(f"/r/{fresh}/").status_code == 410
    assert "已收回" in planner.get(PATH).text


def test_link_is_not_renewed_from_the_page_of_another_week(town: Service) -> None:
    """It is not there; nothing happens to it."""
    planner = town.client("planner")
    planner.post(PATH, data={"team_id": "T1"})
    links = links_of(town.office.store, WEEK)
    answer = planner.post(f"/week/2026-W49/links/{links[0].link_id}/renew")
    assert answer.status_code == 404
    assert links_of(town.office.store, WEEK) == links


def test_week_that_is_over_gets_no_link(town: Service) -> None:
    """The page says so, and a request is refused."""
    planner = town.client("planner")
    town.clock.pass_by(days=7)
    planner = town.nobody()
    planner.post("/sign-in", data={"name": "planner-all", "password": "long enough for a test"})
    page = planner.get(PATH).text
    assert "2026-W48 已经结束" in page
    csrf = page.split('name="csrf" value="')[1].split('"')[0]
    answer = planner.post(PATH, data={"csrf": csrf, "team_id": "T1"})
    assert answer.status_code == 422
