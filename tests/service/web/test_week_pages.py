"""The pages of the week: what stands there, and what each form does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.service.web.weeks import WEEK, town

if TYPE_CHECKING:
    from tests.service.web.conftest import Service


def test_the_week_without_a_plan_says_so(service: Service) -> None:
    """A planner on Monday morning sees who works and the button to plan."""
    town(service.office.store)
    answer = service.client("planner").get(f"/week/{WEEK}")
    assert answer.status_code == 200, answer.text
    assert "尚无计划" in answer.text
    assert "一队" in answer.text
