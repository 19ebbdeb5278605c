"""Tip-offs that name a village, a site, or are urgent."""

from __future__ import annotations

from typing import Any

from tests.planning.town import ago, demand

TIP: dict[str, Any] = {"day": ago(3), "verified": "open"}
FOUR = ({}, {}, {}, {"village": "V2"})


def promised(**tip: Any) -> list[str]:  # noqa: ANN401 - as the row
    """Say which of four sites, three of them in V1, the tip-off promises."""
    return [one.site_id for one in demand(FOUR, tips=({**TIP, **tip},)).wants if one.must]


def told(**tip: Any) -> dict[str, str]:  # noqa: ANN401 - as the row
    """Say what the tip-off is for each site it speaks for."""
    wants = demand(FOUR, tips=({**TIP, **tip},)).wants
    return {one.site_id: why.en for one in wants for why in one.why if why.code == "tip"}


def test_a_village_alone_promises_one_of_its_likeliest_sites() -> None:
    """All are alike: the first of V1 is promised, all three of V1 are wanted more."""
    assert promised(village="V1") == ["S00001"]
    said = told(village="V1")
    assert sorted(said) == ["S00001", "S00002", "S00003"]
    assert "names V1 only" in said["S00002"]


def test_a_site_seen_since_gives_way_to_the_next() -> None:
    """Somebody looked at the first yesterday: the second is next."""
    seen = {"site_id": "S00001", "day": ago(1)}
    wants = demand(FOUR, tips=({**TIP, "village": "V1"},), visits=(seen,)).wants
    assert [one.site_id for one in wants if one.must] == ["S00002"]


def test_a_tip_off_about_a_known_site_is_about_that_site_alone() -> None:
    """Neither distance nor neighbours."""
    assert promised(site_id="S00003") == ["S00003"]
    assert told(site_id="S00003") == {
        "S00003": "Tip-off X0 of 2026-11-20 (not yet verified) is about this place"
    }


def test_an_urgent_one_weighs_more() -> None:
    """60 points of the rules on top of the 80 of any open tip-off."""
    prizes = [
        next(
            one.prize
            for one in demand(FOUR, tips=({**TIP, "site_id": "S00003", "urgency": code},)).wants
            if one.site_id == "S00003"
        )
        for code in ("ordinary", "urgent")
    ]
    assert prizes[1] - prizes[0] == 60


def test_a_verdict_of_later_is_not_known_yet() -> None:
    """Found untrue on Monday itself: as of Monday it is still open."""
    assert promised(site_id="S00003", verified="false", checked=ago(0)) == ["S00003"]
    assert promised(site_id="S00003", verified="false", checked=ago(1)) == []
