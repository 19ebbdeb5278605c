"""Swaps and repairs as sentences for the planner, in Chinese and English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.units import DAYS_PER_WEEK, SECONDS_PER_DAY, clock
from data.words import EXPERTISE, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Detail = Mapping[str, Any]
    Names = Mapping[str, str]

Both = tuple[str, str]
"""Chinese and English."""

_MOST_TOLD = 3
"""So many repairs are put into words; JSON has them all."""


def swap_words(detail: Detail, names: Names) -> Both:
    """Say what a visit that gave way would take, and who would have to go for it."""
    if "shift" not in detail:
        return _blocked_words(detail, names)
    shift = names.get(detail["shift"], detail["shift"])
    zh = f"排入{shift}，需 {detail['minutes']} 分钟（其中路程 {detail['detour_minutes']} 分钟）"
    en = f"it would take {detail['minutes']} min of {shift} ({detail['detour_minutes']} driving)"
    if not detail["drops"]:
        return (
            f"{zh}，当天排得下，但多跑的路和各队不均超过所值",
            f"{en}; there is room, but the way and uneven work cost more than it is worth",
        )
    gone_zh, gone_en = _gone(detail, names)
    worth_zh, worth_en = _worth(detail)
    zh, en = f"{zh}，须撤下{gone_zh}，{worth_zh}", f"{en} and drop {gone_en}, {worth_en}"
    if _is_better(detail):
        return f"{zh}；加长求解时间或可换上", f"{en}; a longer search may swap them"
    return zh, en


def _blocked_words(detail: Detail, names: Names) -> Both:
    """Say what dropping does not help against."""
    if "twins" not in detail:
        return "价值低于本周入选线", "it is worth less than this week's line"
    if detail["twins"]:
        twin = names.get(detail["twins"][0], detail["twins"][0])
        return f"与已安排的{twin}是同一处，间隔不够", f"too near in time to {twin}, the same place"
    return "已开始或已完成的行程占满了时间", "what is done or under way takes up the time"


def _gone(detail: Detail, names: Names) -> Both:
    """Name what would have to go, and the promises that hang on it."""
    drops: Sequence[str] = detail["drops"]
    musts = set(detail["drops_must"])
    zh = "、".join(("必去的" if one in musts else "") + names.get(one, one) for one in drops)
    en = ", ".join(
        ("the promised visit to " if one in musts else "") + names.get(one, one) for one in drops
    )
    if len(drops) > 1:
        zh, en = f"{zh}共 {len(drops)} 处", f"{en} ({len(drops)} stops)"
    if covers := detail["drops_cover"]:
        called = [names.get(cover, cover) for cover in covers]
        zh, en = (
            f"{zh}（{'、'.join(called)}本周即无人去）",
            f"{en} (and {', '.join(called)} would not be seen enough)",
        )
    return zh, en


def _worth(detail: Detail) -> Both:
    """Compare what would go with what would come: points of a plan are no risk scores."""
    lost, won = detail["drops_prize"], detail["prize"]
    if won <= 0:
        return "而本处本周不计价值", "and this place is worth nothing this week"
    ratio = f"{lost / won:.1f}"
    if ratio == "1.0":
        return "价值与本处相当", "worth as much"
    if len(detail["drops"]) > 1:
        return f"合计价值是本处的 {ratio} 倍", f"together worth {ratio} times as much"
    return f"其价值是本处的 {ratio} 倍", f"worth {ratio} times as much"


def _is_better(detail: Detail) -> bool:
    return not (detail["drops_must"] or detail["drops_cover"]) and detail.get("gain", 0.0) > 0


def repairs_words(repairs: Sequence[Detail], names: Names, *, with_site: bool = False) -> Both:
    """
    Say what would keep a promise, the cheapest first, at most three.

    Parameters
    ----------
    repairs
        From ``BrokenPromise.detail``.
    names
        What people call sites and shifts, by id.
    with_site
        Whether each names the visit that it lets in, since several would do.

    Returns
    -------
    zh, en
        Empty where nothing that was tried is enough.
    """
    told: dict[str, Both] = {}
    for repair in repairs:
        told.setdefault(repair["kind"], _repair_words(repair, names, with_site=with_site))
    listed = list(told.values())[:_MOST_TOLD]
    return "；或".join(zh for zh, _ in listed), "; or ".join(en for _, en in listed)


def _repair_words(repair: Detail, names: Names, *, with_site: bool) -> Both:
    shift = names.get(repair["shift"], repair["shift"])
    zh, en = _WRITERS[repair["kind"]](repair, shift)
    if with_site:
        site = names.get(repair["site"], repair["site"])
        return f"{zh}，去{site}", f"{en}, for {site}"
    return zh, en


def _unpin(_repair: Detail, shift: str) -> Both:
    return f"取消指定的班次，改由{shift}去", f"take off the pin and let {shift} go"


def _allow(_repair: Detail, shift: str) -> Both:
    return f"解除禁止，由{shift}去", f"take the ban back and let {shift} go"


def _overtime(repair: Detail, shift: str) -> Both:
    return f"{shift}加班 {repair['minutes']} 分钟", f"{repair['minutes']} min overtime for {shift}"


def _window(repair: Detail, shift: str) -> Both:
    zh, en = moment_words(repair["start_s"])
    minutes = repair["minutes"]
    return (
        f"约好{zh}可进场（在现有时段外 {minutes} 分钟），由{shift}去",
        f"agree on {en} ({minutes} min outside its hours), by {shift}",
    )


def _holders(repair: Detail, shift: str) -> Both:
    more = repair["card_holders"]
    return f"给{shift}增配 {more} 名持证人员", f"give {shift} {more} more card holder(s)"


def _skill(repair: Detail, shift: str) -> Both:
    zh, en = skill_words(repair["skills"])
    return f"给{shift}加派具备{zh}专长的人员", f"let somebody trained for {en} join {shift}"


def _home(_repair: Detail, shift: str) -> Both:
    return f"{shift}换成外村队伍", f"let a team from another village take {shift}"


def _team_day(repair: Detail, shift: str) -> Both:
    zh, en = f"增加一个班次，时间与{shift}相同", f"one more shift, with the hours of {shift}"
    if skills := repair.get("skills"):
        with_zh, with_en = skill_words(skills)
        zh, en = f"{zh}，具备{with_zh}专长", f"{en}, trained for {with_en}"
    if more := repair.get("card_holders"):
        zh, en = f"{zh}，持证人员多 {more} 名", f"{en}, with {more} more card holder(s)"
    return zh, en


def skill_words(skills: Sequence[str]) -> Both:
    """Write skills in words; a town's own codes stand for themselves."""
    words = [EXPERTISE.get(skill, (skill, skill)) for skill in skills]
    return "、".join(zh for zh, _ in words), ", ".join(en for _, en in words)


def moment_words(second: int) -> Both:
    """
    Write a moment of the week.

    Examples
    --------
    >>> moment_words(86_400 + 68_400)
    ('周二 19:00', 'Tue 19:00')
    """
    day = WEEKDAYS[second // SECONDS_PER_DAY % DAYS_PER_WEEK]
    return f"{day[0]} {clock(second)}", f"{day[1]} {clock(second)}"


_WRITERS: dict[str, Callable[[Detail, str], Both]] = {
    "unpin": _unpin,
    "allow": _allow,
    "overtime": _overtime,
    "window": _window,
    "card_holders": _holders,
    "skill": _skill,
    "home_village": _home,
    "team_day": _team_day,
}
