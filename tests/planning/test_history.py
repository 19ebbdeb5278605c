"""What the records say, and from when they count."""

from __future__ import annotations

from data.schema import FINDING, TIP, as_table
from planning.history import site_histories
from planning.rules import default_rules
from tests.builders import inspections, sites
from tests.planning.town import MONDAY, ago

NOTHING = (as_table([], FINDING), as_table([], TIP))


def histories(*visits: dict[str, object]) -> dict:
    """Gather the past of one site from its visits."""
    rows = [{"site_id": "S00001", "mode": "inspection", **visit} for visit in visits]
    rules = default_rules()
    return site_histories(sites({}), inspections(*rows), *NOTHING, as_of=MONDAY, rules=rules)


def test_visits_before_the_day_count() -> None:
    """Yesterday's does, today's does not, one that did not take place does not."""
    past = histories({"day": ago(1)}, {"day": ago(0)}, {"day": ago(2), "result": "skipped"})
    assert (past["S00001"].visits, past["S00001"].last_visit) == (1, ago(1))


def test_the_cap_counts_inspections_of_a_year() -> None:
    """A patrol and one of 366 days ago do not count."""
    past = histories({"day": ago(365)}, {"day": ago(366)}, {"day": ago(3), "mode": "patrol"})
    assert past["S00001"].capped == 1


def test_visits_of_unknown_sites_are_left_alone() -> None:
    """Their rows were reported when they were read."""
    assert histories({"site_id": "S99999", "day": ago(1)})["S00001"].visits == 0


def test_what_was_closed_later_is_still_open() -> None:
    """A replay of the past must not know the future."""
    row = {"finding_id": "F1", "site_id": "S00001", "level": "major", "found": ago(30)}
    closed = as_table([{**row, "state": "closed", "closed": ago(-3)}], FINDING)
    past = site_histories(
        sites({}), inspections(), closed, NOTHING[1], as_of=MONDAY, rules=default_rules()
    )
    assert [one.finding_id for one in past["S00001"].open] == ["F1"]
    assert past["S00001"].closed is None
