"""Reasons and promises as sentences for the planner, in Chinese and English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.model import Why
from data.sheets import PromiseSheet
from data.units import SECONDS_PER_DAY
from data.words import UNPLANNED, WHYS, label
from planning.attended import lacking_words
from planning.promises import promise_of
from planning.whynot.words import moment_words, repairs_words, skill_words, swap_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from data.model import Plan, Unplanned
    from planning.problem import Problem
    from planning.visits import Want

_MOST_NAMED = 3
Both = tuple[str, str]
"""Chinese and English."""

_REPAIRS: dict[str, Both] = {
    "no_skilled_team": ("请一名具备该专长的人员加入", "let somebody with the skill join"),
    "no_card_holders": ("给队伍增配持证人员", "give a team more card holders"),
    "home_village_only": ("换一支外村队伍", "send a team from another village"),
    "unreachable": (
        "核对坐标和道路，或改用无人机",
        "check its position and the roads, or use a drone",
    ),
    "closed_all_week": (
        "增加或延长合适时段的班次",
        "add a shift at its hours, or a longer one",
    ),
    "cap_reached": ("改作外围巡查", "look at it from outside as a patrol"),
    "forbidden": (
        "撤销该项禁止，或给可去的队伍加班次",
        "take the ban back, or give the others a shift",
    ),
    "lost_to_better": ("增加班次，或撤下一处较次要的点位", "add a shift, or drop a lesser visit"),
}


_SEE_SITES: Both = (
    "各点位的原因见“未安排”（如路不通、封闭、次数已满）",
    "see what was left out for the reason of each (no way, a closure, the cap)",
)
"""A cover none of whose sites could enter the plan at all."""


def unplanned_words(left: Unplanned, *, names: Mapping[str, str] | None = None) -> Both:
    """
    Say why a site is left out.

    Parameters
    ----------
    left
        The reason and its figures, from ``with_reasons`` or ``weekly_demand``.
    names
        What people call sites and shifts, by id; an id without a name stands for itself.

    Returns
    -------
    zh, en
        One sentence each, without a full stop. It stands under the reason's own label and does not
        repeat it: the figures where there are any, else what would help.
    """
    zh, en = _detail_words(left.reason, left.detail, names or {})
    return (zh, en) if zh else _REPAIRS.get(left.reason, _labels(left.reason))


def promise_sheets(
    problem: Problem,
    plan: Plan,
    *,
    names: Mapping[str, str] | None = None,
    wants: Iterable[Want] = (),
) -> tuple[PromiseSheet, ...]:
    """
    List every promise of a week, the broken ones first, with what would keep them.

    Parameters
    ----------
    problem, plan
        What was asked, and the plan with its reasons.
    names
        What people call sites and shifts, by id.
    wants
        What the week should hold: a promise names what it is one for, such as a random draw.
    """
    called = names or {}
    broken = {one.promise: one.detail for one in plan.broken}
    frozen = {stop.site for shift in problem.shifts for stop in shift.frozen}
    promises = [
        f"{kind}:{site.id}"
        for site in problem.sites
        if (kind := promise_of(site, frozen=site.id in frozen))
    ]
    promises += [f"cover:{cover.name}" for cover in problem.cover]
    promises.sort(key=lambda promise: promise not in broken)
    grounds = {want.site_id: want.why[0].code for want in wants if want.why}
    return tuple(_sheet(promise, broken.get(promise), called, grounds) for promise in promises)


def cover_why(cover: str) -> Why:
    """Say of a visit that a coverage promise hangs on it."""
    return Why(
        "cover",
        f"{cover}本周靠这一处兑现“至少去一次”",
        f"The promise that {cover} is seen this week hangs on it",
    )


def _sheet(
    promise: str,
    detail: Mapping[str, Any] | None,
    names: Mapping[str, str],
    grounds: Mapping[str, str],
) -> PromiseSheet:
    kind, _, name = promise.partition(":")
    what_zh, what_en = _what(kind, names.get(name, name), grounds.get(name, ""))
    if detail is None:
        return PromiseSheet(
            promise=promise, kept=True, zh=f"{what_zh}：已安排", en=f"{what_en}: kept"
        )
    reason = _main_reason(detail)
    why_zh, why_en = "没有可去的点位", "no site there can be visited"
    if reason:
        why_zh, why_en = _labels(reason)
    if kind != "cover" and reason:
        more = _detail_words(reason, detail, names)
        why_zh, why_en = more if more[0] else (why_zh, why_en)
    fix_zh, fix_en = _fix(reason, detail, names, with_site=kind == "cover")
    zh = f"{what_zh}：做不到，{why_zh}；{fix_zh}"
    en = f"{what_en}: not kept, {why_en}; {fix_en}"
    return PromiseSheet(promise=promise, kept=False, zh=zh, en=en)


def _what(kind: str, called: str, ground: str) -> Both:
    """Say what was promised, and as what: a name that ends in a Latin sign keeps its distance."""
    apart = " " if called[-1:].isascii() else ""
    if kind == "cover":
        return f"{called}{apart}本周至少去一次", f"{called} must be seen this week"
    zh, en = (
        (f"（{label(WHYS, ground, 'zh')}）", f" ({label(WHYS, ground, 'en')})")
        if ground
        else ("", "")
    )
    return f"{called}{apart}本周必去{zh}", f"{called} must be visited this week{en}"


def _fix(
    reason: str, detail: Mapping[str, Any], names: Mapping[str, str], *, with_site: bool
) -> Both:
    """Say which changes were tried and are enough; where none is, what helps in general."""
    repairs = detail.get("repairs", ())
    if not repairs:
        return _REPAIRS.get(reason, _SEE_SITES)
    zh, en = repairs_words(repairs, names, with_site=with_site)
    if detail.get("at_least", 0) - detail.get("visited", 0) > 1:
        return f"可多去一处的办法：{zh}", f"one visit more with: {en}"
    return f"可行的办法：{zh}", f"what would do: {en}"


def _labels(reason: str) -> Both:
    return label(UNPLANNED, reason, "zh"), label(UNPLANNED, reason, "en")


def _main_reason(detail: Mapping[str, Any]) -> str:
    """Take the reason of a site, or the one that most sites of a cover share."""
    counts: Mapping[str, int] = detail.get("reasons", {})
    if counts:
        return max(sorted(counts), key=lambda reason: counts[reason])
    return str(detail.get("reason", ""))


def _detail_words(reason: str, detail: Mapping[str, Any], names: Mapping[str, str]) -> Both:
    """Write the figures of a reason; nothing where they were not kept."""
    needed, write = _WRITERS.get(reason, ("", None))
    if write is None or (needed and needed not in detail):
        return "", ""
    return write(detail, names)


def _skill_words(detail: Mapping[str, Any], _names: Mapping[str, str]) -> Both:
    if "experts" in detail:
        return lacking_words(frozenset(detail["needs"]), has_days=detail["experts"] > 0)
    zh, en = skill_words(detail["needs"])
    if detail.get("able"):
        return (
            f"需要{zh}专长，具备的队伍在其可去时段没有班次",
            f"who is trained for it has no shift at its hours: {en}",
        )
    return f"需要{zh}专长，没有队伍具备", f"nobody is trained for it: {en}"


def _holder_words(detail: Mapping[str, Any], _names: Mapping[str, str]) -> Both:
    need, most = detail["card_holders"], detail["most"]
    if detail.get("able"):
        return (
            f"需 {need} 名持证人员，在其可去时段的队伍最多 {most} 名",
            f"it needs {need} card holders, a team at its hours has at most {most}",
        )
    zh = f"需 {need} 名持证人员，队伍最多 {most} 名"
    return zh, f"it needs {need} card holders, a team has at most {most}"


def _cap_words(detail: Mapping[str, Any], _names: Mapping[str, str]) -> Both:
    visits = detail["visits"]
    return f"一年内已检查 {visits} 次", f"inspected {visits} time(s) within a year"


def _home_words(detail: Mapping[str, Any], names: Mapping[str, str]) -> Both:
    """Name the shifts that could go, were it not their own village."""
    zh, en = _listed([names.get(shift, shift) for shift in detail["only"]])
    village = detail["village"]
    return (
        f"能在其时段到场的只有{zh}，均为{village}本村队伍",
        f"only {en} could be there at its hours, and {village} is their home",
    )


def _ban_words(detail: Mapping[str, Any], names: Mapping[str, str]) -> Both:
    """Name the shifts that could go, had nobody forbidden it."""
    zh, en = _listed([names.get(shift, shift) for shift in detail["shifts"]])
    return (
        f"人工改动、抽签或复核规则不许{zh}前往",
        f"a change, a lot or an audit forbids it to {en}",
    )


def _listed(called: Sequence[str]) -> Both:
    """List some shifts by name, and count the rest."""
    more = len(called) - _MOST_NAMED
    zh = "、".join(called[:_MOST_NAMED]) + (f"等 {len(called)} 个班次" if more > 0 else "")
    return zh, ", ".join(called[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _hour_words(detail: Mapping[str, Any], _names: Mapping[str, str]) -> Both:
    """Write when the visit could begin, a few windows at most."""
    windows: Sequence[Sequence[int]] = detail["windows"]
    if not windows:
        return "没有可去的时段", "it has no hours at all"
    zh = "、".join(_span(window, 0) for window in windows[:_MOST_NAMED])
    en = ", ".join(_span(window, 1) for window in windows[:_MOST_NAMED])
    if detail.get("short"):
        return f"可去时段 {zh}，那时的班次放不下来回路程和检查", (
            f"it is open {en}, and no shift then has room for the visit and the way there and back"
        )
    return f"可去时段 {zh}", f"it is open {en}"


def _reach_words(detail: Mapping[str, Any], _names: Mapping[str, str]) -> Both:
    """Write how far the road is, or that no base has a way to it."""
    metres = f"{detail['access_m']:.0f}"
    if detail.get("cause") == "closed":
        return (
            "路被封闭，驻地过不去或回不来，请步行、用无人机察看，或改期",
            "a closure leaves no way there and back; look on foot or by drone, or another week",
        )
    if detail.get("cause") == "cut_off":
        return (
            f"门前的路与驻地不通（离路 {metres} 米），请步行或用无人机察看",
            f"no base has a way to its road ({metres} m from it); look on foot or by drone",
        )
    return (
        f"离最近的路 {metres} 米，请步行或用无人机察看",
        f"{metres} m from the nearest road; look on foot or by drone",
    )


def _span(window: Sequence[int], lang: int) -> str:
    """
    Write one window.

    Examples
    --------
    >>> _span((86_400 + 68_400, 86_400 + 82_800), 0), _span((0, 691_200), 1)
    ('周二 19:00–23:00', 'Mon 00:00–Tue 00:00')
    """
    open_s, close_s = window
    first, last = moment_words(open_s)[lang], moment_words(close_s)[lang]
    return f"{first}–{last.split()[-1] if close_s - open_s < SECONDS_PER_DAY else last}"


def _rest_words(detail: Mapping[str, Any], _names: Mapping[str, str]) -> Both:
    if "not_before" in detail:
        last, until = detail["last_visit"], detail["not_before"]
        return f"{last} 刚去过，{until} 之后再安排", f"seen on {last}, not again before {until}"
    chance = f"{detail.get('chance', 0.0):.1%}"
    if "due" in detail:
        return f"下次应去 {detail['due']}，本周抽中概率 {chance}", (
            f"next due {detail['due']}, its chance in this week's draw was {chance}"
        )
    return f"本周抽中概率 {chance}", f"its chance in this week's draw was {chance}"


_WRITERS: dict[str, tuple[str, Callable[[Mapping[str, Any], Mapping[str, str]], Both]]] = {
    "no_skilled_team": ("needs", _skill_words),
    "no_card_holders": ("most", _holder_words),
    "home_village_only": ("only", _home_words),
    "forbidden": ("shifts", _ban_words),
    "closed_all_week": ("windows", _hour_words),
    "unreachable": ("access_m", _reach_words),
    "cap_reached": ("visits", _cap_words),
    "lost_to_better": ("", swap_words),
    "not_due": ("", _rest_words),
    "not_drawn": ("", _rest_words),
}
"""For each reason the figure it needs, and who writes its words."""
