"""Which steps a finding may take: each that may not is refused with one clear line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import InputError
from data.words import FINDING_STATES, FINDING_STEPS
from planning.cases.due import latest_extension
from planning.cases.finding import Step, after

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from planning.caserules import MendingRules
    from planning.cases.finding import Case

    Question = Callable[[Case, Step, MendingRules], None]

_FROM_CLOSED = frozenset({"corrected", "voided", "reopened"})
_FROM_TRANSFERRED = frozenset({"closed", "corrected", "voided"})
_ACCEPTING = frozenset({"rechecked", "closed"})
_BEFORE: Mapping[str, tuple[str, ...]] = {
    "notified": ("found",),
    "rectifying": ("found", "notified"),
    "submitted": ("found", "notified", "rectifying", "overdue"),
}
"""States from which a step may be taken; many offices do not write down each of them."""


def take(case: Case, step: Step, *, rules: MendingRules) -> Case:
    """
    Take one step.

    Parameters
    ----------
    case
        Where the finding stands.
    step
        What is done.
    rules
        Section ``mending`` of the rules.

    Returns
    -------
    case
        Where it stands then.

    Raises
    ------
    InputError
        If the step cannot be: out of order, dated before the last one, a due day in the past, a
        closing that nobody re-checked, an extension beyond the rules, without a needed reason.
    """
    _check_place(case, step)
    _check_days(case, step)
    _QUESTIONS.get(step.step, _nothing)(case, step, rules)
    return after(case, step)


def take_back(case: Case, *, day: date, who: str | None, note: str | None) -> Step:
    """
    Write the step that takes back the last one that counts.

    Raises
    ------
    InputError
        If nothing but the finding itself is left; that is voided instead.
    """
    return Step(step="corrected", day=day, who=who, note=note, takes_back=_last_number(case))


def check_visitor(case: Case, step: Step, team: str | None, *, rules: MendingRules) -> None:
    """
    Make sure that whoever accepts a finding may do so on the visit that the step names.

    Parameters
    ----------
    case
        Where the finding stands.
    step
        What is done; only a re-check that passed and a closing accept it.
    team
        Whose visit it is; ``None``: nobody knows, and the name in the step decides alone.
    rules
        Section ``mending``: ``closed_by`` is ``finder``, or a team on a visit of its own; ``other``
        is never the team that found it, by its name or by its visit.

    Raises
    ------
    InputError
        If they may not.
    """
    if step.step not in _ACCEPTING or case.team is None or case.transferred_to is not None:
        return
    if rules.closed_by == "other" and case.team in (step.who, team):
        raise _own_find(case)
    is_foreign = step.who is not None and team is not None and step.who not in (case.team, team)
    if rules.closed_by == "finder" and is_foreign:
        raise _refused(
            case,
            f"the visit {step.inspection_id} was made by {team}, so {step.who} cannot accept it by "
            "that one; name a visit of its own, or leave the name out",
            f"检查记录 {step.inspection_id} 为 {team} 所做，{step.who} 不能凭此验收；"
            "请写明本队的检查记录，或不填经办",
        )


def _own_find(case: Case) -> InputError:
    return _refused(
        case,
        f"by the rules another team than {case.team} accepts it",
        f"按规则须由 {case.team} 以外的队伍验收销号",
    )


def _last_number(case: Case) -> int:
    number, _ = case.effective[-1]
    if number == 1:
        raise _refused(
            case,
            "there is no step to take back; void the finding if it was an error",
            "没有可撤回的步骤；如属误记，请作废",
        )
    return number


def _refused(case: Case, en: str, zh: str) -> InputError:
    return InputError(
        f"Finding {case.finding_id}: {en}; nothing was changed.",
        zh=f"隐患 {case.finding_id}：{zh}；未作任何改动。",
    )


def _named(step: Step) -> tuple[str, str]:
    zh, en = FINDING_STEPS[step.step]
    return zh, en


def _check_place(case: Case, step: Step) -> None:
    """Refuse a step where the finding stands elsewhere."""
    zh, en = _named(step)
    if step.step == "found":
        raise _refused(case, "it was found already", "已登记过发现")
    if case.voided is not None and step.step != "corrected":
        raise _refused(case, f"it was voided on {case.voided}", f"已于 {case.voided} 作废")
    if not case.is_open and step.step not in _FROM_CLOSED:
        since = f" on {case.closed}" if case.closed else ""
        since_zh = f"于 {case.closed} " if case.closed else ""
        raise _refused(
            case,
            f"it was closed{since}, so it cannot be {en}; reopen it or take the closing back",
            f"已{since_zh}销号，不能{zh}；请先反弹重开，或撤回销号",
        )
    if case.is_open and step.step == "reopened":
        raise _refused(case, "it is open already", "尚未销号，无须重开")
    if case.transferred_to and case.is_open and step.step not in _FROM_TRANSFERRED:
        raise _refused(
            case,
            f"it was handed to {case.transferred_to}, so it cannot be {en} here",
            f"已移送 {case.transferred_to}，本单位不能再{zh}",
        )
    before = _BEFORE.get(step.step)
    if before is not None and case.state not in before:
        state_zh, state_en = FINDING_STATES[case.state]
        raise _refused(
            case, f"it is {state_en}, so it cannot be {en}", f"现为“{state_zh}”，不能再“{zh}”"
        )


def _check_days(case: Case, step: Step) -> None:
    last = max((one.day for _, one in case.effective), default=case.found)
    if step.step == "corrected":  # what is taken back may bear a wrong day
        last = case.found
    if step.day < last:
        raise _refused(
            case,
            f"{step.day} lies before {last}, the day of its last step",
            f"{step.day} 早于上一步的日期 {last}",
        )
    if step.due is not None and step.due < step.day:
        raise _refused(
            case,
            f"the due day {step.due} lies in the past of {step.day}; give a later one",
            f"整改期限 {step.due} 早于办理日期 {step.day}，请改为以后的日期",
        )


def _need(case: Case, value: str | None, what: tuple[str, str]) -> None:
    if value is None or not value.strip():
        zh, en = what
        raise _refused(case, f"say {en}", f"请写明{zh}")


_WHO = ("由谁办理", "by whom")
_WHY = ("原因", "why")


def _nothing(_case: Case, _step: Step, _rules: MendingRules) -> None:
    """Ask nothing more."""


def _question_recheck(case: Case, step: Step, rules: MendingRules) -> None:
    _need(case, step.inspection_id or step.who, ("谁复查的", "who re-checked it"))
    if step.step == "rechecked":
        _check_closer(case, step, rules)


def _question_closing(case: Case, step: Step, rules: MendingRules) -> None:
    if case.transferred_to is not None:
        _need(
            case, step.note or step.document, ("受理单位的答复", "what the other office answered")
        )
    elif step.on_the_spot:
        _check_on_the_spot(case, step, rules)
    elif step.inspection_id is None and case.rechecked is None:
        raise _refused(
            case,
            "a closing needs a re-check; record one, or name the visit that saw it gone",
            "销号前须复查；请先登记复查，或写明查看过的检查记录",
        )
    else:
        _need(case, step.who or step.inspection_id, _WHO)
        _check_closer(case, step, rules)


def _check_on_the_spot(case: Case, step: Step, rules: MendingRules) -> None:
    if case.level not in rules.on_the_spot:
        raise _refused(
            case,
            "a finding of its level is not closed on the spot; record a re-check",
            "该等级隐患不得当场销号，请复查后销号",
        )
    if step.day != case.found or case.state != "found":
        raise _refused(
            case,
            f"only on {case.found}, the day it was found, can it be mended on the spot",
            f"当场整改只能是发现当天（{case.found}）",
        )


def _check_closer(case: Case, step: Step, rules: MendingRules) -> None:
    """Ask whether this team may accept it; where a visit is named, ``check_visitor`` has asked."""
    if case.team is None or step.who is None or step.inspection_id is not None:
        return
    is_finder = step.who == case.team
    if rules.closed_by == "finder" and not is_finder:
        raise _refused(
            case,
            f"{case.team} found it and accepts it; {step.who} may do so by naming its visit",
            f"由发现的 {case.team} 验收销号；{step.who} 须凭本队的检查记录",
        )
    if rules.closed_by == "other" and is_finder:
        raise _own_find(case)


def _question_extension(case: Case, step: Step, rules: MendingRules) -> None:
    _need(case, step.who, _WHO)
    _need(case, step.note, _WHY)
    if step.due is None:
        raise _refused(case, "an extension needs a new due day", "延期须写明新的整改期限")
    if case.extensions >= rules.extensions:
        raise _refused(
            case,
            f"it was extended {case.extensions} time(s), the most that the rules allow",
            f"已延期 {case.extensions} 次，达到规则上限",
        )
    if case.due is not None:
        _check_moved(case, step, case.due, rules)


def _check_moved(case: Case, step: Step, due: date, rules: MendingRules) -> None:
    new = step.due or due
    if new <= due:
        raise _refused(
            case,
            f"the new due day {new} is no later than the old one, {due}",
            f"新期限 {new} 不晚于原期限 {due}",
        )
    if step.day > due and not rules.extend_overdue:
        raise _refused(
            case,
            f"it was due {due} and is overdue; an extension is asked for before that day",
            f"期限 {due} 已过，属逾期，延期须在期限届满前办理",
        )
    last = latest_extension(due, rules)
    if new > last:
        raise _refused(
            case,
            f"by the rules one extension reaches to {last} at most, not {new}",
            f"按规则一次最多延至 {last}，不能延至 {new}",
        )


def _question_escalation(case: Case, _step: Step, _rules: MendingRules) -> None:
    if case.level != "major":
        raise _refused(
            case, "only a major finding is put under public supervision", "只有重大隐患可挂牌督办"
        )
    if case.escalated is not None:
        raise _refused(
            case,
            f"it is under public supervision since {case.escalated}",
            f"已于 {case.escalated} 挂牌督办",
        )


def _question_transfer(case: Case, step: Step, _rules: MendingRules) -> None:
    _need(case, step.handed_to, ("移送给哪个单位", "which office it is handed to"))


def _question_correction(case: Case, step: Step, _rules: MendingRules) -> None:
    _need(case, step.note, _WHY)
    if step.takes_back is None and step.due is not None:
        return  # another due day, where what the former one went by was an error
    last = _last_number(case)
    if step.takes_back != last:
        raise _refused(
            case,
            f"only its last step, number {last}, can be taken back",
            f"只能撤回最后一步（第 {last} 步）",
        )


def _question_reason(case: Case, step: Step, _rules: MendingRules) -> None:
    _need(case, step.note, _WHY)


_QUESTIONS: Mapping[str, Question] = {
    "rechecked": _question_recheck,
    "held": _question_recheck,
    "closed": _question_closing,
    "extended": _question_extension,
    "escalated": _question_escalation,
    "transferred": _question_transfer,
    "corrected": _question_correction,
    "voided": _question_reason,
    "reopened": _question_reason,
}
