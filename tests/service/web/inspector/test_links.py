"""Links: made, found, ended by time and by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import InputError, NotFoundError
from service.access.secrets import fingerprint
from service.access.teamlinks import find_link, links_of, make_link, renew, revoke
from tests.service.web.linktown import PLANNER, link_of
from tests.service.web.weeks import WEEK

if TYPE_CHECKING:
    from tests.service.web.conftest import Service


def made(town: Service) -> str:
    """Make a link and give its secret."""
    return link_of(town.office.store, clock=town.clock).split("/")[2]


def test_store_and_audit_hold_the_hash_alone(town: Service) -> None:
    """Who reads the store or a backup of it can open nothing."""
    secret = made(town)
    store = town.office.store
    (row,) = store.rows("link")
    assert row["hash"] == fingerprint(secret)
    told = [*store.rows("link"), *store.rows("audit"), *store.rows("history")]
    assert secret not in str(told)


def test_link_ends_two_days_after_its_week(town: Service) -> None:
    """The week is over on Sunday at 24:00 in China, 16:00 UTC; results are taken until Tuesday."""
    link = find_link(town.office.store, made(town))
    assert link is not None
    assert link.expires.isoformat() == "2026-12-01T16:00:00+00:00"
    expected = {"2026-11-29T15:59": "open", "2026-11-29T16:00": "sending"}
    expected |= {"2026-12-01T15:59": "sending", "2026-12-01T16:00": "ended"}
    for moment, standing in expected.items():
        assert link.standing(type(link.expires).fromisoformat(f"{moment}:00+00:00")) == standing


def test_renewing_ends_the_former_link(town: Service) -> None:
    """A link that went astray opens nothing once there is a new one."""
    store, former = town.office.store, made(town)
    (link,) = links_of(store, WEEK)
    team, fresh = renew(store, link.link_id, week=WEEK, actor=PLANNER, clock=town.clock)
    assert team == link.team_id
    standings = {
        secret: one.standing(town.clock())
        for secret in (former, fresh)
        if (one := find_link(store, secret))
    }
    assert standings == {former: "revoked", fresh: "open"}


def test_renewing_twice_leaves_one_open_link(town: Service) -> None:
    """Of two planners at once the second is told; neither do they leave one that nobody knows."""
    store = town.office.store
    made(town)
    (link,) = links_of(store, WEEK)
    renew(store, link.link_id, week=WEEK, actor=PLANNER, clock=town.clock)
    with pytest.raises(InputError, match="taken back already"):
        renew(store, link.link_id, week=WEEK, actor=PLANNER, clock=town.clock)
    assert sum(one.revoked is None for one in links_of(store, WEEK)) == 1


def test_renewing_is_one_step(town: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the former link cannot be taken back there is no new one either."""

    def breaks(*_: object, **__: object) -> None:
        raise OSError

    store = town.office.store
    made(town)
    (link,) = links_of(store, WEEK)
    monkeypatch.setattr("service.access.teamlinks._revoke", breaks)
    with pytest.raises(OSError):  # noqa: PT011 - our own
        renew(store, link.link_id, week=WEEK, actor=PLANNER, clock=town.clock)
    assert links_of(store, WEEK) == [link]


def test_revoking_twice_keeps_the_first_moment(town: Service) -> None:
    """When it ended is told once."""
    store = town.office.store
    made(town)
    (link,) = links_of(store, WEEK)
    revoke(store, link.link_id, week=WEEK, actor=PLANNER, clock=town.clock)
    town.clock.pass_by(hours=1)
    revoke(store, link.link_id, week=WEEK, actor=PLANNER, clock=town.clock)
    (after,) = links_of(store, WEEK)
    assert after.revoked is not None
    assert after.revoked.isoformat() == "2026-11-23T01:00:00+00:00"


def test_unknown_team_link_and_past_week_are_refused(town: Service) -> None:
    """Each with its sentence."""
    store = town.office.store
    with pytest.raises(NotFoundError, match="no team 'T9'"):
        make_link(store, week=WEEK, team_id="T9", actor=PLANNER, clock=town.clock)
    with pytest.raises(InputError, match="2026-W47 is over"):
        make_link(store, week="2026-W47", team_id="T1", actor=PLANNER, clock=town.clock)
    with pytest.raises(NotFoundError, match="no such link"):
        revoke(store, "none", week=WEEK, actor=PLANNER, clock=town.clock)
    with pytest.raises(NotFoundError, match="no such link"):
        renew(store, "none", week=WEEK, actor=PLANNER, clock=town.clock)
