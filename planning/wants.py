"""What speaks for a visit to one site this week: reasons in words, points, promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import isnan
from typing import TYPE_CHECKING

from data.model import Why
from data.words import FINDING_LEVELS, GRADES
from planning.calendar import workday_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planning.history import DueFinding, History, NearTip
    from planning.rules import Rules


_CERTAIN = 0.9995
"""A chance that rounds to 100.0 % is no chance."""


@dataclass(frozen=True, slots=True)
class Claim:
    """
    One thing that speaks for a visit.

    Attributes
    ----------
    why
        Code and sentences.
    points
        What it adds to the prize.
    is_promise
        Whether the week must hold the visit.
    not_before, not_after
        First and last day on which the visit makes sense; ``None``: any day.
    visit_type
        Type it asks for; empty: as the rules say for its code.
    at_night
        Whether it asks for a visit at night.
    is_bonus
        Whether it only adds points to a visit, and asks for none: a site just seen rests.
    needs
        Codes of ``data.words.EXPERTISE`` without which it is not done.
    """

    why: Why
    points: float
    is_promise: bool = False
    not_before: date | None = None
    not_after: date | None = None
    visit_type: str = ""
    at_night: bool = False
    is_bonus: bool = False
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Standing:
    """
    A site's risk and grade, with its past.

    Attributes
    ----------
    risk
        What it is worth to the planner, 0-1, on the scale of a card.
    grade
        A code of ``data.words.GRADES``.
    chance
        Chance that a visit finds something, 0-1, where a model foresaw one.
    hope
        What a hopeful reading of ``risk`` adds to it, 0-1: the more, the fewer the looks.
    kind, industry_code
        Of the site: its frequency and its cap may depend on them.
    at_once
        What makes it red whatever its points, in Chinese and in English, where something does.
    """

    risk: float
    grade: str
    history: History
    chance: float | None = None
    hope: float = 0.0
    kind: str = "enterprise"
    industry_code: str = ""
    at_once: tuple[str, str] | None = None

    def due_days(self, rules: Rules) -> int:
        """Return the days within which it is visited once by its frequency; 0: no duty."""
        return rules.frequency.days(self.grade, kind=self.kind, industry_code=self.industry_code)


def claims_of(
    standing: Standing, *, monday: date, last_day: date, as_of: date, rules: Rules
) -> tuple[Claim, ...]:
    """
    List what speaks for a visit, most binding first.

    Parameters
    ----------
    standing
        The site's risk and past.
    monday, last_day
        First day of the week, and the last on which anybody works.
    as_of
        The day up to which the past is known.
    rules
        The office's rules.

    Returns
    -------
    claims
        Never empty: risk, or how little is known, always says something.
    """
    claims = [
        *_due_claims(standing.history, monday, last_day, rules),
        *_tip_claims(standing.history, as_of, rules),
        *_duty_claims(standing, monday, last_day, rules),
        *_lookback_claims(standing.history, last_day, monday, rules),
    ]
    claims.sort(key=lambda claim: not claim.is_promise)
    return (*claims, _risk_claim(standing, rules))


def drawn_claim(probability: float) -> Claim:
    """Say that a site was drawn at random, and with which chance."""
    if probability >= _CERTAIN:
        zh = "久未去过，抽查时必定抽中（概率 100%）"
        en = "Unseen for so long that the draw was bound to take it (its chance was 100%)"
        return Claim(Why("random", zh, en), 0.0)
    zh = f"随机抽中（抽中概率 {probability:.1%}）"
    en = f"Drawn at random (its chance was {probability:.1%})"
    return Claim(Why("random", zh, en), 0.0)


def cover_claim(village: str) -> Claim:
    """Say that a site is offered so that its village is seen this week."""
    zh = f"{village}本周尚无其他可安排的点位，用于村庄覆盖"
    en = f"Offered so that {village} is seen this week"
    return Claim(Why("cover", zh, en), 0.0)


def is_routine(claims: Sequence[Claim]) -> bool:
    """Tell whether nothing but risk, or points on top of it, speaks for a visit."""
    return all(claim.is_bonus or claim.why.code in ("risk", "uncertain") for claim in claims)


def next_due(standing: Standing, rules: Rules) -> date | None:
    """Say when the frequency rule next asks for a visit; ``None`` if never, or at once."""
    days = standing.due_days(rules)
    last = standing.history.last_seen
    return None if days == 0 or last is None else last + timedelta(days=days)


def _due_claims(history: History, monday: date, last_day: date, rules: Rules) -> list[Claim]:
    """Ask for one re-check of all that is due; what waits for an expert is asked for apart."""
    early = timedelta(days=rules.recheck.early_days)
    due = [
        (finding, _recheck_day(finding, monday, rules))
        for finding in history.open
        if _recheck_day(finding, monday, rules) - early <= last_day
    ]
    plain = [pair for pair in due if not pair[0].needs]
    waiting = [pair for pair in due if pair[0].needs]
    return [_due_claim(pairs, monday, rules) for pairs in (plain, waiting) if pairs]


def _due_claim(due: Sequence[tuple[DueFinding, date]], monday: date, rules: Rules) -> Claim:
    early = timedelta(days=rules.recheck.early_days)
    promised = [day for finding, day in due if _is_promised(finding, day, monday, rules)]
    points = max(_recheck_points(finding, day, monday, rules) for finding, day in due)
    points += rules.prize.more_points * (len(due) - 1)
    worst, day = min(
        due, key=lambda pair: (pair[0].level != "major", pair[0].state != "submitted", pair[1])
    )
    others = [finding for finding, _ in due if finding is not worst]
    begins = min(promised or [day for _, day in due]) - early
    said = zip(_due_words(worst, day, monday), _more_words(others), strict=True)
    why = Why("due", *map("".join, said))
    return Claim(
        why,
        points,
        is_promise=bool(promised),
        not_before=max(begins, monday),
        needs=frozenset().union(*(finding.needs for finding, _ in due)),
    )


def _recheck_day(finding: DueFinding, monday: date, rules: Rules) -> date:
    """Day from which a re-check is due; at once where it is asked for, or no day was set."""
    early = timedelta(days=rules.recheck.early_days)
    asked = finding.due is None or finding.state == "submitted"
    opens = monday if finding.due is None else workday_from(finding.due, rules.calendar)
    if asked and opens >= monday:
        return monday + early
    return opens if opens >= monday else finding.due or monday


def _is_promised(finding: DueFinding, day: date, monday: date, rules: Rules) -> bool:
    if finding.level == "major" and rules.recheck.major_always:
        return True
    return (monday - day).days <= rules.recheck.ordinary_promise_days


def _recheck_points(finding: DueFinding, day: date, monday: date, rules: Rules) -> float:
    prize = rules.prize
    late = max((monday - day).days, 0) * prize.late_points_per_day
    base = prize.major_points if finding.level == "major" else prize.ordinary_points
    return base + min(late, prize.most_late_points)


def _due_words(finding: DueFinding, day: date, monday: date) -> tuple[str, str]:
    level_zh, level_en = FINDING_LEVELS[finding.level]
    due, is_late = finding.due, day < monday
    late = (monday - due).days if due is not None and is_late else 0
    if finding.state == "submitted":
        when_zh = f"已报整改完成，待复查（{_term_zh(due, late)}）"
        when_en = f"is said to be mended ({_term_en(due, late)})"
    elif due is None:
        when_zh, when_en = "未定整改期限", "has no due date"
    elif late:
        when_zh, when_en = f"应于 {due} 整改完，已逾期 {late} 天", f"was due {due}, {late} days ago"
    elif due < day:
        when_zh = f"整改期限 {due} 为休息日，{day} 起复查"
        when_en = f"is due {due}, a day off, so it is looked at from {day}"
    else:
        when_zh, when_en = f"整改期限 {due}", f"is due {due}"
    zh = f"{level_zh}隐患 {finding.finding_id} {when_zh}"
    return zh, f"The {level_en} finding {finding.finding_id} {when_en}"


def _term_zh(due: date | None, late: int) -> str:
    if due is None:
        return "未定期限"
    return f"期限 {due}，已逾期 {late} 天" if late else f"期限 {due}"


def _term_en(due: date | None, late: int) -> str:
    if due is None:
        return "no due date"
    return f"due {due}, {late} days ago" if late else f"due {due}"


def _more_words(others: Sequence[DueFinding]) -> tuple[str, str]:
    """Count what else is looked at there, and how much of it is said to be mended."""
    if not others:
        return "", ""
    submitted = sum(finding.state == "submitted" for finding in others)
    zh, en = f"；另有 {len(others)} 条一并查看", f"; {len(others)} more are looked at there"
    if submitted:
        zh, en = f"{zh}（其中 {submitted} 条待复查）", f"{en} ({submitted} said to be mended)"
    return zh, en


def _tip_claims(history: History, as_of: date, rules: Rules) -> list[Claim]:
    """Pick the tip-off that weighs most: a promise where it is fresh, unverified and nearest."""
    promise_from = as_of - timedelta(days=rules.tip.promise_days)
    claims = []
    for tip in history.tips:
        is_open = tip.state == "open"
        points = rules.prize.tip_open_points if is_open else rules.prize.tip_true_points
        points += rules.tip.urgent_points if is_open and tip.urgent else 0.0
        is_promise = is_open and tip.nearest and tip.day >= promise_from
        claims.append(Claim(Why("tip", *_tip_words(tip)), points, is_promise))
    return sorted(claims, key=lambda claim: (not claim.is_promise, -claim.points))[:1]


def _tip_words(tip: NearTip) -> tuple[str, str]:
    state_zh, state_en = ("待核实", "not yet verified") if tip.state == "open" else ("属实", "true")
    if tip.urgent:
        state_zh, state_en = f"紧急，{state_zh}", f"urgent, {state_en}"
    zh, en = (
        f"{tip.day} 的举报线索 {tip.tip_id}（{state_zh}）",
        (f"Tip-off {tip.tip_id} of {tip.day} ({state_en})"),
    )
    if tip.village:
        return (
            f"{zh}只说在{tip.village}，此处是该村此后没人看过的点位中风险最高的之一",
            f"{en} names {tip.village} only; this is among its likeliest sites not seen since",
        )
    if isnan(tip.away_m):
        return f"{zh}，说的就是此处", f"{en} is about this place"
    return f"{zh}，相距 {tip.away_m:.0f} 米", f"{en}, {tip.away_m:.0f} m away"


def _duty_claims(standing: Standing, monday: date, last_day: date, rules: Rules) -> list[Claim]:
    days = standing.due_days(rules)
    due = next_due(standing, rules)
    if days == 0 or (due is not None and due > last_day):
        return []
    late = max((monday - due).days, 0) if due is not None else days
    grade_zh, grade_en = GRADES[standing.grade]
    seen_zh, seen_en = seen_words(standing.history)
    zh = f"{grade_zh}色点位每 {days} 天至少一次，{seen_zh}"
    article = "An" if grade_en[0] in "aeiou" else "A"
    en = f"{article} {grade_en} site is due every {days} days, {seen_en}"
    prize = rules.prize
    points = prize.duty_points + min(late * prize.duty_points_per_day, prize.most_late_points)
    promise = standing.grade in rules.frequency.promised_grades
    return [Claim(Why("duty", zh, en), points, is_promise=promise)]


def seen_words(history: History) -> tuple[str, str]:
    """Say when somebody last saw inside, and that a shut gate is no look."""
    if history.last_seen is not None:
        return f"上次 {history.last_seen}", f"last seen {history.last_seen}"
    if history.last_attempt is not None:
        tried = history.last_attempt
        return f"{tried} 去过但未能查看", f"never seen inside, tried on {tried}"
    return "从未去过", "never seen"


def _lookback_claims(history: History, last_day: date, monday: date, rules: Rules) -> list[Claim]:
    """Ask for one look-back, between two ages of what was closed or found illegal."""
    ended = max((day for day in (history.closed, history.illegal) if day), default=None)
    if ended is None or (history.last_seen is not None and history.last_seen > ended):
        return []
    youngest = last_day - timedelta(days=rules.lookback.from_days)
    oldest = monday - timedelta(days=rules.lookback.until_days)
    if not oldest <= ended <= youngest:
        return []
    zh = f"{ended} 销号或查处，之后未去过，需回头看"
    en = f"Closed or found illegal on {ended} and not seen since: a look-back is due"
    return [Claim(Why("lookback", zh, en), rules.prize.lookback_points)]


def _risk_claim(standing: Standing, rules: Rules) -> Claim:
    """Risk, and the worth of learning; the reason is the larger of risk and its standard error."""
    points, looks = rules.prize.risk_points, standing.history.looks
    is_known = standing.risk * (2 + looks) >= 1  # sqrt(r (1 - r) / (1 + n)) <= r, without the root
    if is_known or not standing.hope:
        grade_zh, grade_en = GRADES[standing.grade]
        said_zh, said_en = _risk_words(standing)
        why_zh, why_en = standing.at_once or ("", "")
        why_zh, why_en = why_zh and f"：{why_zh}", why_en and f": {why_en}"
        why = Why("risk", f"{said_zh}（{grade_zh}{why_zh}）", f"{said_en} ({grade_en}{why_en})")
    else:
        seen_zh, seen_en = seen_words(standing.history)
        if looks:
            seen_zh, seen_en = f"只查看过 {looks} 次", f"seen {looks} time(s)"
        why = Why("uncertain", f"情况不明：{seen_zh}", f"Little is known: {seen_en}")
    return Claim(why, points * (standing.risk + standing.hope))


def _risk_words(standing: Standing) -> tuple[str, str]:
    """Write the chance where a model foresaw one, else the points of the card."""
    if standing.chance is None:
        return f"风险分 {100 * standing.risk:.0f}", f"Risk {100 * standing.risk:.0f} of 100"
    share = f"{100 * standing.chance:.0f}"
    return f"检出可能 {share}%", f"A visit finds something with a chance of {share}%"
