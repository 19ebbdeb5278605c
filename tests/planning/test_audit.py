"""A few past visits are repeated by another team, drawn with a chance that is known."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from planning.assembly import site_of
from planning.audit import team_ids
from planning.ground import Ground
from tests.planning.town import ago, demand, shifts

if TYPE_CHECKING:
    from planning.demand import Demand

CREWS = ({"team_id": "T1", "name": "一队"}, {"team_id": "T2", "name": "二队"})
NAMES = Ground(team_names={"T1": "一队", "T2": "二队"})
SITES = tuple({} for _ in range(20))
RULES: dict[str, Any] = {"audit": {"share": 0.1}, "frequency": {"village_weekly": False}}


def seen(count: int = 20, **what: object) -> tuple[dict[str, object], ...]:
    """Let team 一队 visit the first sites, 14 days ago."""
    base = {"day": ago(14), "team": "一队", "mode": "inspection"}
    return tuple({"site_id": f"S{n:05d}", **base, **what} for n in range(1, count + 1))


def audits(visits: tuple[dict[str, object], ...], **more: Any) -> Demand:  # noqa: ANN401  # as demand
    """Ask for a week in which a tenth of the visits are audits."""
    return demand(SITES, visits=visits, rules=RULES, crews=CREWS, ground=NAMES, **more)


def test_an_audit_is_a_promise_below_the_draw_for_another_team() -> None:
    """All twenty fit into the week, a tenth are two; team 一队 made the visits and stays away."""
    asked = audits(seen())
    told = [want for want in asked.wants if want.why[0].code == "audit"]
    assert len(told) == 2
    for want in told:
        assert (want.must, want.must_rank, want.visit_type) == (True, 2, "audit")
        assert want.kept_from == {"T1"}
        written = site_of(want, 0, shifts(crews=CREWS)).forbidden_shifts
        assert written == {f"D-T1-{day}" for day in range(5)}


def test_what_is_audited_is_recorded_with_its_chance() -> None:
    """Two of twenty: 0.1 each; the visit's own id is kept."""
    lots = audits(seen()).lots
    assert lots.audit_pool == 20
    for site, lot in lots.audits.items():
        assert (lot.chance, lot.teams) == (pytest.approx(0.1), ("T1",))
        assert lot.inspection_id == f"J{site[1:]}"


def test_the_reason_tells_nothing_of_the_visit() -> None:
    """Who goes must neither know the day, nor the team, nor what came of it."""
    (why, *_) = next(w.why for w in audits(seen()).wants if w.why[0].code == "audit")
    assert str(ago(14)) not in why.zh + why.en
    assert "一队" not in why.zh + why.en


@pytest.mark.parametrize(
    "what",
    [
        {"day": ago(29)},  # longer ago than four weeks
        {"result": "closed"},  # nobody saw inside
        {"mode": "audit"},  # an audit itself
        {"team": None},  # nobody knows who it was
        {"team": "一队、二队"},  # no other team is left
    ],
)
def test_what_cannot_be_repeated_is_not_drawn(what: dict[str, object]) -> None:
    """Each of them alone keeps a visit out."""
    lots = audits(seen(**what)).lots
    assert (lots.audit_pool, lots.audits) == (0, {})


def test_a_later_audit_ends_the_matter() -> None:
    """Of a site's looks only the last may be repeated, and that one is an audit."""
    later = seen(day=ago(7), team="二队", mode="audit")
    assert audits((*seen(), *later)).lots.audit_pool == 0


def test_a_promised_site_is_left_to_its_promise() -> None:
    """A re-check is due at the first site: nineteen are left to be drawn from."""
    late = {"site_id": "S00001", "level": "major", "found": ago(20), "state": "rectifying"}
    assert audits(seen(), findings=(late,)).lots.audit_pool == 19


def test_every_visit_is_drawn_with_its_chance() -> None:
    """15 weeks of 2 of 20: 1.5 times each, with a standard error of 1.2; 8 is over five of it."""
    drawn = Counter(site for seed in range(15) for site in audits(seen(), seed=seed).lots.audits)
    assert sum(drawn.values()) == 30
    assert len(drawn) > 8
    assert max(drawn.values()) < 8


def test_each_team_is_audited_in_proportion() -> None:
    """Ten visits of either team, two audits: one of each, whatever the seed."""
    visits = (*seen(10), *({**v, "team": "二队"} for v in seen()[10:]))
    for seed in range(3):
        lots = audits(visits, seed=seed).lots.audits
        assert sorted(lot.teams for lot in lots.values()) == [("T1",), ("T2",)]


def test_a_team_is_not_part_of_a_longer_name() -> None:
    """十一队 is another team than 一队."""
    assert team_ids("十一队", {"T1": "一队", "T3": "十一队"}) == {"T3"}


def test_a_share_of_nothing_audits_nothing() -> None:
    """Who switches it off has none."""
    asked = demand(SITES, visits=seen(), crews=CREWS, ground=NAMES)
    assert asked.lots.audits == {}
