"""What a plan says of its roads: lists are cut at a few, and say so."""

from __future__ import annotations

from service.printing.plan import PROMISES_SHOWN
from service.printing.road import SHOWN, travel_lines
from service.printing.summary import summary
from service.results.road import ClosureFacts
from service.results.week import BrokenResult, PlanResult


def closure(number: int) -> ClosureFacts:
    """Close one road of 2 km."""
    return ClosureFacts(
        closure_id=f"R{number}",
        kind="roads",
        name="东大街",
        from_day="2026-11-24",
        to_day="2026-11-25",
        speed_factor=0.0,
        note="",
        roads=1,
        km=2.0,
    )


def plan(*, closures: int = 0, broken: int = 0) -> PlanResult:
    """Describe a plan of one route, with so many closures and broken promises."""
    return PlanResult(
        plan_id="P1",
        week="2026-W48",
        version=1,
        as_of="2026-11-20",
        seed=1,
        iterations=100,
        routes=1,
        stops=3,
        drive_s=3600,
        work_s=7200,
        distance_m=12_000.0,
        prize=10.0,
        bound=12.0,
        promises=20,
        broken=tuple(
            BrokenResult(promise=f"must:S{number}", zh=f"未做到 {number}", en=f"broken {number}")
            for number in range(broken)
        ),
        unplanned=0,
        unplanned_reasons={},
        later_rows=4,
        holidays_known=True,
        absences={},
        run={},
        closures=tuple(closure(number) for number in range(1, closures + 1)),
        spread_share=0.25,
    )


def test_few_closures_are_all_told() -> None:
    """Three closures are a head, three lines, and how sure the minutes are."""
    lines = travel_lines(plan(closures=3), "en")
    assert len(lines) == 5
    assert lines[1].startswith("  R1 东大街")
    assert not any("more" in line for line in lines)


def test_many_closures_end_with_how_many_more() -> None:
    """Ten closures: eight are told, two are counted, none is dropped in silence."""
    lines = travel_lines(plan(closures=SHOWN + 2), "en")
    assert [line for line in lines if "more" in line] == ["  ... 2 more"]
    assert sum(line.startswith("  R") for line in lines) == SHOWN


def test_a_plan_tells_its_figures_then_its_doubts_then_what_it_breaks() -> None:
    """A planner reads from the top; broken promises stand last, where the eye rests."""
    said = "\n".join(summary(plan(closures=1, broken=PROMISES_SHOWN + 1), "en"))
    words = ["Plan P1", "4 rows dated", "R1 东大街", "Broken: broken 0", "broken 7", "1 more on"]
    found = [said.find(word) for word in words]
    assert found == sorted(found)
    assert min(found) == 0
    assert "broken 8" not in said
