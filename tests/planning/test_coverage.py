"""Villages weekly, towns monthly."""

from __future__ import annotations

import pytest

from tests.planning.town import ago, demand

SITES = ({"town": "甲镇"}, {"town": "甲镇", "village": "V2"}, {"town": "V1"}, {})


def names(visits: tuple = (), **frequency: object) -> list[str]:
    """Say which coverage is promised."""
    return [
        cover.name for cover in demand(SITES, visits=visits, rules={"frequency": frequency}).covers
    ]


def test_a_town_that_nobody_saw_is_promised() -> None:
    """After the villages; a town of a village's name is told apart."""
    assert names() == ["V1", "V2", "V1（全镇）", "甲镇"]


@pytest.mark.parametrize(("days", "is_due"), [(26, True), (25, False)])
def test_a_town_is_due_when_its_month_ends_within_the_week(days: int, *, is_due: bool) -> None:
    """Friday is four days after Monday: 26 and 4 are 30."""
    visits = tuple({"site_id": site, "day": ago(days)} for site in ("S00001", "S00003"))
    assert ("甲镇" in names(visits)) == is_due


def test_any_of_its_sites_keeps_the_promise() -> None:
    """Both places of the town are in its cover."""
    cover = next(one for one in demand(SITES).covers if one.name == "甲镇")
    assert (cover.sites, cover.at_least) == (("S00001", "S00002"), 1)


def test_an_office_may_promise_neither() -> None:
    """Both are switched off."""
    assert names(village_weekly=False, town_days=0) == []
