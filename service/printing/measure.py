"""Orders, dispositions, expert days and tip-offs, as lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.words import DISPOSITIONS, EXPERTISE, ORDERS, TIP_STATES, URGENCIES, label
from planning.cases.dispositions import MEASURES
from service.printing.replan import replan_lines
from service.words import enumerated, say

if TYPE_CHECKING:
    from data.words import Lang
    from service.results.measure import (
        DispositionLine,
        DispositionResult,
        DispositionsResult,
        ExpertLine,
        ExpertResult,
        ExpertsResult,
        OrderLine,
        OrderResult,
        OrdersResult,
        Proposal,
        TipLine,
        TipResult,
        TipsResult,
    )


def orders_lines(result: OrdersResult, lang: Lang) -> list[str]:
    """List orders under how many there are, and how many wait too long."""
    if not result.orders:
        return [say("measure.no_orders", lang, as_of=result.as_of)]
    count, overdue = len(result.orders), result.overdue
    head = say("measure.orders", lang, count=count, overdue=overdue, as_of=result.as_of)
    return [head, *("  " + _order(one, lang) for one in result.orders)]


def order_lines(result: OrderResult, lang: Lang) -> list[str]:
    """Say what became of one order."""
    return [say(f"measure.order_{result.done}", lang), "  " + _order(result.order, lang)]


def _order(one: OrderLine, lang: Lang) -> str:
    kind = label(ORDERS, one.kind, lang)
    if one.amount_yuan is not None:
        kind += say("measure.yuan", lang, amount=one.amount_yuan)
    state = say(
        f"measure.{one.state}",
        lang,
        due=one.due,
        days=one.late_days,
        followed=one.followed,
        withdrawn=one.withdrawn,
    )
    more = [text for text in (one.document, one.who, one.finding_id, one.note) if text]
    parts = [one.order_id, one.day, kind, f"{one.site_id} {one.name}", state, *more]
    return "  ".join(parts)


def dispositions_lines(result: DispositionsResult, lang: Lang) -> list[str]:
    """List dispositions with what is missing, and the look-back that comes next."""
    if not result.dispositions:
        return [say("measure.no_dispositions", lang, as_of=result.as_of)]
    count = len(result.dispositions)
    lines = [say("measure.dispositions", lang, count=count, as_of=result.as_of)]
    for one in result.dispositions:
        lines += ["  " + line for line in _disposition(one, lang)]
    return lines


def disposition_lines(result: DispositionResult, lang: Lang) -> list[str]:
    """Say how far one disposition is, and what the site is now."""
    lines = _disposition(result.disposition, lang)
    if result.status is not None:
        site = result.disposition.site_id
        lines.append(say(f"measure.status_{result.status}", lang, site=site))
    return lines


def _disposition(one: DispositionLine, lang: Lang) -> list[str]:
    kind = label(DISPOSITIONS, one.kind, lang)
    state = say(
        f"measure.disposed_{one.state}",
        lang,
        finished=one.finished,
        relapsed=one.relapsed,
        withdrawn=one.withdrawn,
    )
    more = [text for text in (one.document, one.who, one.note) if text]
    lines = [
        "  ".join([one.disposition_id, one.day, kind, f"{one.site_id} {one.name}", state, *more])
    ]
    for measure in one.measures:
        word = "measure.done" if measure.applies else "measure.not_applicable"
        name = MEASURES[measure.measure][0 if lang == "zh" else 1]
        lines.append("  " + say(word, lang, measure=name, day=measure.day, proof=measure.proof))
    if one.missing and one.state == "open":
        names = [MEASURES[name][0 if lang == "zh" else 1] for name in one.missing]
        lines.append("  " + say("measure.missing", lang, measures=enumerated(names, lang)))
    lookback = one.lookback_zh if lang == "zh" else one.lookback_en
    return [*lines, *([f"  {lookback}"] if lookback else [])]


def experts_lines(result: ExpertsResult, lang: Lang) -> list[str]:
    """List expert days, and what waits for one."""
    lines = [say("measure.experts", lang, count=len(result.experts))]
    lines += ["  " + _expert(one, lang) for one in result.experts]
    for code, findings in result.waiting.items():
        need = label(EXPERTISE, code, lang) if code in EXPERTISE else code
        lines.append(
            say("measure.expert_waiting", lang, need=need, findings=enumerated(findings, lang))
        )
    return lines


def expert_lines(result: ExpertResult, lang: Lang) -> list[str]:
    """Say what became of one expert day."""
    return [say(f"measure.expert_{result.done}", lang), "  " + _expert(result.expert, lang)]


def _expert(one: ExpertLine, lang: Lang) -> str:
    skills = enumerated([label(EXPERTISE, code, lang) for code in one.skills], lang)
    team = one.team or say("measure.any_team", lang)
    parts = [one.expert_day_id, one.day, one.expert, skills]
    parts += [say("measure.minutes", lang, minutes=one.minutes), team]
    if one.cancelled:
        parts.append(say("measure.cancelled", lang, day=one.cancelled))
    return "  ".join([*parts, *([one.note] if one.note else [])])


def tips_lines(result: TipsResult, lang: Lang) -> list[str]:
    """List tip-offs, and the rewards that were paid."""
    lines = [say("measure.tips", lang, count=len(result.tips), reward=result.reward_yuan)]
    return lines + ["  " + _tip(one, lang) for one in result.tips]


def tip_lines(result: TipResult, lang: Lang) -> list[str]:
    """Say what became of one tip-off, and what an urgent one would change."""
    lines = [say(f"measure.tip_{result.done}", lang), "  " + _tip(result.tip, lang)]
    return lines if result.proposal is None else lines + _proposal(result.proposal, lang)


def _tip(one: TipLine, lang: Lang) -> str:
    where = " ".join(text for text in (one.site_id, one.village, one.place) if text)
    state = label(TIP_STATES, one.verified, lang)
    parts = [one.tip_id, one.day, label(URGENCIES, one.urgency, lang), state, where]
    if one.reward_yuan:
        parts.append(say("measure.reward", lang, amount=one.reward_yuan))
    return "  ".join([*parts, *([one.what] if one.what else [])])


def _proposal(one: Proposal, lang: Lang) -> list[str]:
    if one.replan is None:
        why = one.why_zh if lang == "zh" else one.why_en
        return [say("measure.no_proposal", lang, week=one.week, why=why)]
    head = say("measure.proposal", lang, week=one.week, site=one.site_id, name=one.name)
    return [
        head,
        *replan_lines(one.replan, lang),
        say("measure.accept", lang, command=one.command),
    ]
