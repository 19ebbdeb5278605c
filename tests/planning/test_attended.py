"""Re-checks that wait for an expert, in a week's demand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from data.model import Unplanned
from planning.cases.booking import ExpertDay
from planning.ground import Ground
from planning.sentences import unplanned_words
from tests.planning.town import MONDAY, ago, only_want

UNKNOWN: dict[str, Any] = {
    "site_id": "S00001",
    "level": "major",
    "state": "submitted",
    "what": "车间有不明液体两桶",
    "found": ago(10),
    "due": ago(-2),
}
CHEMIST = ExpertDay(
    expert_day_id="ZJ1",
    expert="王工",
    skills=frozenset({"lab"}),
    day=MONDAY + timedelta(days=2),
    minutes=120,
)


def test_unknown_material_without_an_expert_day_is_a_broken_promise_that_says_why() -> None:
    """The visit is barred, and the sentence names the command that helps."""
    one = only_want(findings=(UNKNOWN,))
    assert one.must
    assert one.bar is not None
    assert dict(one.bar.detail) == {"needs": ["lab"], "experts": 0}
    zh, en = unplanned_words(Unplanned("S00001", one.bar.reason, dict(one.bar.detail)))
    assert "本周没有专家日" in zh
    assert en == (
        "its re-check needs a laboratory: no expert day this week, "
        "add one with gridpatrol experts add"
    )


def test_it_is_put_on_the_day_on_which_an_expert_comes() -> None:
    """Wednesday, within two hours, and the expert is named."""
    one = only_want(findings=(UNKNOWN,), ground=Ground(experts=(CHEMIST,)))
    assert one.bar is None
    assert all(2 <= first // 86_400 < 3 for first, _ in one.windows)
    assert "王工 comes along on 2026-11-25" in [why.en for why in one.why]


def test_a_finding_that_names_what_it_needs_is_believed() -> None:
    """An empty list says that nobody is needed, whatever the words."""
    one = only_want(findings=({**UNKNOWN, "needs": "[]"},))
    assert (one.bar, one.must) == (None, True)


def test_a_team_that_is_trained_needs_no_expert() -> None:
    """The finding asks for a chemist, and the team has one."""
    finding = {**UNKNOWN, "needs": '["chem"]'}
    one = only_want(findings=(finding,), crews=({"skills": '["chem"]'},))
    assert (one.bar, one.needs) == (None, {"chem"})


def test_another_promise_is_kept_without_the_expert_and_says_what_waits() -> None:
    """A plain finding is due as well: the team goes, and the lab's part is told."""
    plain = {**UNKNOWN, "what": "通道堵塞"}
    one = only_want(findings=(UNKNOWN, plain))
    assert (one.bar, one.must) == (None, True)
    assert any("no expert day this week" in why.en for why in one.why)
    assert "F1" in one.why[0].en
