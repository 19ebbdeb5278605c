"""The visits that steps of findings name: whether they prove what the steps say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.errors import InputError, NotFoundError
from data.words import LOOKS, RESULTS, VISIT_TYPES, label
from planning.cases.taking import check_visitor
from service.pipeline.cases.standing import day_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from data.ledger.outcomes import Record
    from data.store.unit import Unit
    from planning.caserules import MendingRules
    from planning.cases.finding import Case, Step


def named_visits(unit: Unit, steps: Iterable[Step]) -> dict[str, Record]:
    """Read the visits that steps name, by id; those that are not there are left out."""
    asked = sorted({step.inspection_id for step in steps if step.inspection_id is not None})
    return unit.records("inspection", where={"inspection_id": asked}) if asked else {}


def with_visit(case: Case, step: Step, visits: Mapping[str, Record], rules: MendingRules) -> Step:
    """
    Check the visit that a step names, and take its team where nobody is named.

    Raises
    ------
    NotFoundError
        If there is no such visit.
    InputError
        If it was elsewhere, at another time, of a type that closes nothing, saw nothing inside, or
        whoever accepts the finding may not do so by it.
    """
    if step.inspection_id is None:
        return step
    visit = visits.get(step.inspection_id)
    if visit is None:
        raise NotFoundError(
            f"Finding {case.finding_id}: the store holds no visit {step.inspection_id!r}.",
            zh=f"隐患 {case.finding_id}：库中没有检查记录“{step.inspection_id}”。",
        )
    fault = _visit_fault(case, step, visit, rules)
    if fault is not None:
        en, zh = fault
        raise InputError(
            f"Finding {case.finding_id}: the visit {step.inspection_id} {en}; nothing was changed.",
            zh=f"隐患 {case.finding_id}：检查记录 {step.inspection_id} {zh}；未作任何改动。",
        )
    team = None if visit.get("team") is None else str(visit["team"])
    check_visitor(case, step, team, rules=rules)
    return step if step.who or team is None else replace(step, who=team)


def _visit_fault(
    case: Case, step: Step, visit: Record, rules: MendingRules
) -> tuple[str, str] | None:
    """Say why a visit proves nothing of a finding."""
    day, mode, result = day_of(visit["day"]), visit.get("mode"), str(visit["result"])
    if visit["site_id"] != case.site_id:
        return f"was at {visit['site_id']}, not at {case.site_id}", f"不在 {case.site_id}"
    if not _last_day(case) <= day <= step.day:
        return (
            f"was made on {day}, not from {_last_day(case)} to {step.day}",
            f"日期 {day} 不在 {_last_day(case)} 至 {step.day} 之间",
        )
    if mode is not None and mode not in rules.visit_types:
        zh, en = VISIT_TYPES[str(mode)]
        return f"was a {en}, which closes nothing by the rules", f"为{zh}，按规则不能据以销号"
    if result not in LOOKS:
        return (
            f"saw nothing inside ({label(RESULTS, result, 'en')})",
            f"未能查看（{label(RESULTS, result)}）",
        )
    return None


def _last_day(case: Case) -> date:
    """First day on which a visit can have seen what became of the finding."""
    return max((one.day for _, one in case.effective), default=case.found)
