"""Changes of a plan in words."""

from __future__ import annotations

from data.model import Plan, Route, Stop, Unplanned, Why
from planning.diff import plan_changes

NAMES = {"a": "甲厂", "b": "乙厂", "mon": "一队 2026-11-23", "tue": "一队 2026-11-24"}
NINE = 9 * 3600


def plan(*, left: tuple[Unplanned, ...] = (), **stops: tuple[tuple[str, int], ...]) -> Plan:
    """Lay stops of ten minutes into shifts."""
    routes = tuple(
        Route(
            shift=name,
            stops=tuple(Stop(site, start, start, start + 600) for site, start in listed),
            break_start_s=None,
            drive_s=0,
            work_s=600 * len(listed),
        )
        for name, listed in stops.items()
    )
    return Plan(
        routes=routes, unplanned=left, broken=(), prize=0.0, bound=0.0, seed=1, iterations=0
    )


def told(before: Plan, after: Plan, **seen: str) -> list[tuple[str, str, str]]:
    """Give kind and sentences of all changes."""
    whys = {"b": (Why("tip", "有人举报", "A tip-off"),)}
    changes = plan_changes(before, after, names=NAMES, whys=whys, seen=seen)
    return [(one.kind, one.zh, one.en) for one in changes]


def test_equal_plans_differ_in_nothing() -> None:
    """A planner who asks twice must not look for a change."""
    assert told(plan(mon=(("a", NINE),)), plan(mon=(("a", NINE),))) == []


def test_an_added_visit_says_when_and_why() -> None:
    """The reason is what convinces the team."""
    zh, en = (
        "增加 乙厂，一队 2026-11-23 09:00：有人举报",
        "Added 乙厂, 一队 2026-11-23 09:00: A tip-off",
    )
    assert told(plan(mon=()), plan(mon=(("b", NINE),))) == [("added", zh, en)]


def test_a_dropped_visit_says_why() -> None:
    """The figures are those under which it is left out."""
    left = (Unplanned("a", "cap_reached", {"visits": 2}),)
    assert told(plan(mon=(("a", NINE),)), plan(mon=(), left=left)) == [
        (
            "dropped",
            "撤下 甲厂（原 一队 2026-11-23 09:00）：一年内已检查 2 次",
            "Dropped 甲厂 (一队 2026-11-23 09:00 before): inspected 2 time(s) within a year",
        )
    ]


def test_a_visit_made_already_is_dropped_for_that() -> None:
    """The records say when."""
    ((kind, zh, _),) = told(plan(mon=(("a", NINE),)), plan(mon=()), a="2026-11-23")
    assert (kind, zh) == ("dropped", "撤下 甲厂（原 一队 2026-11-23 09:00）：2026-11-23 已去过")


def test_a_moved_visit_says_from_where_to_where() -> None:
    """Shift and time, both."""
    ((kind, _, en),) = told(plan(mon=(("a", NINE),)), plan(tue=(("a", NINE + 86_400),)))
    assert (kind, en) == (
        "moved",
        "Moved 甲厂: from 一队 2026-11-23 09:00 to 一队 2026-11-24 09:00",
    )


def test_a_quarter_of_an_hour_is_told_and_less_is_not() -> None:
    """Fourteen minutes are what traffic does anyway."""
    before = plan(mon=(("a", NINE),))
    assert told(before, plan(mon=(("a", NINE + 14 * 60),))) == []
    ((kind, zh, _),) = told(before, plan(mon=(("a", NINE + 15 * 60),)))
    assert (kind, zh) == ("retimed", "改时间 甲厂：一队 2026-11-23 09:15（原 09:00）")
