"""What refers to a site that is another one."""

from __future__ import annotations

from data.ledger.moves import as_moved, moved, new_hosts, rehoused
from data.ledger.outcomes import content_id
from data.ledger.sitebook import SiteBook

VISIT = {
    "inspection_id": "JC1",
    "site_id": "S00002",
    "day": "2026-03-16",
    "team": "一队",
    "mode_stated": None,
    "result": "clean",
}


def test_a_numbered_visit_keeps_its_number() -> None:
    """The number is the office's."""
    assert moved(dict(VISIT), "S00001", key="inspection_id") == {**VISIT, "site_id": "S00001"}


def test_an_id_made_of_the_content_follows_it() -> None:
    """Else the ledger read again would make the visit a second time."""
    own = content_id("JC", "S00002", "2026-03-16", "一队", None, "clean")
    fresh = moved({**VISIT, "inspection_id": own}, "S00001", key="inspection_id")
    wanted = content_id("JC", "S00001", "2026-03-16", "一队", None, "clean")
    assert fresh["inspection_id"] == wanted


def test_only_what_referred_to_the_site_moves() -> None:
    """The others stay as they are."""
    book = SiteBook([])
    book.moved["S00002"] = "S00001"
    other = {**VISIT, "inspection_id": "JC2", "site_id": "S00003"}
    seen = as_moved({"JC1": dict(VISIT), "JC2": dict(other)}, book)
    assert {key: record["site_id"] for key, record in seen.items()} == {
        "JC1": "S00001",
        "JC2": "S00003",
    }


def test_tenants_of_a_site_in_another_get_the_host_of_both() -> None:
    """A host is nobody's tenant."""
    assert new_hosts({"S00002": "S00001"}, {"S00001": "S00005"}) == {"S00002": "S00005"}


def test_a_site_that_goes_into_its_tenant_leaves_it_the_tenants() -> None:
    """The tenant was within its walls, and is it."""
    hosts = new_hosts({"S00002": "S00001"}, {"S00001": "S00002"})
    assert hosts == {"S00002": "S00001"}
    assert rehoused({"site_id": "S00001", "parent_id": "S00002"}, hosts)["parent_id"] is None


def test_a_site_within_other_walls_stays_there() -> None:
    """Nothing about it changes."""
    site = {"site_id": "S00003", "parent_id": "S00004"}
    assert rehoused(dict(site), {"S00002": "S00001"}) == site


def test_what_went_into_a_site_goes_on_with_it() -> None:
    """Two answers in one file: S00003 is S00002, and S00002 is S00001."""
    book = SiteBook([])
    book.move("S00003", "S00002")
    book.move("S00002", "S00001")
    assert book.moved == {"S00003": "S00001", "S00002": "S00001"}
