"""What one plan of a week changes against another, in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data.units import clock
from planning.sentences import unplanned_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.model import Plan, Stop, Unplanned, Why

RETIMED_S = 15 * 60
"""A visit that starts this much sooner or later is told; less is the traffic's business."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChange:
    """
    One change of a plan.

    Attributes
    ----------
    kind
        ``added``, ``dropped``, ``moved`` (another shift) or ``retimed``.
    site
        The visit.
    zh, en
        One sentence each, without a full stop.
    """

    kind: str
    site: str
    zh: str
    en: str


def plan_changes(
    earlier: Plan,
    later: Plan,
    *,
    names: Mapping[str, str],
    whys: Mapping[str, tuple[Why, ...]],
    seen: Mapping[str, str],
    causes: Mapping[str, tuple[str, str]] | None = None,
) -> tuple[PlanChange, ...]:
    """
    Tell what changes from one plan to another.

    Parameters
    ----------
    earlier, later
        Plans of one week.
    names
        What people call sites and shifts, by id; an id without a name stands for itself.
    whys
        Why each visit is wanted, most binding first.
    seen
        Day of a visit on record, by site: such a stop is dropped because it was made already.
    causes
        What somebody asked for that is behind a change, by site, in Chinese and English.

    Returns
    -------
    changes
        Added, dropped, moved, retimed; each in order of the time they speak of.
    """
    before, after = _placed(earlier), _placed(later)
    reasons = {left.site: left for left in later.unplanned}
    told = [
        *(_added(site, after[site], names, whys) for site in after if site not in before),
        *(
            _dropped(site, before[site], names, _reason(site, reasons, names, seen))
            for site in before
            if site not in after
        ),
    ]
    both = [site for site in after if site in before]
    told += [
        _moved(site, before[site], after[site], names)
        for site in both
        if before[site][0] != after[site][0]
    ]
    told += [
        _retimed(site, before[site], after[site], names)
        for site in both
        if before[site][0] == after[site][0]
        and abs(before[site][1].start_s - after[site][1].start_s) >= RETIMED_S
    ]
    return tuple(_caused(one, causes or {}) for one in told)


def _caused(change: PlanChange, causes: Mapping[str, tuple[str, str]]) -> PlanChange:
    """Say behind a change what somebody asked for."""
    if change.site not in causes:
        return change
    zh, en = causes[change.site]
    return replace(change, zh=f"{change.zh}（{zh}）", en=f"{change.en} ({en})")


_Place = tuple[str, "Stop"]


def _placed(plan: Plan) -> dict[str, _Place]:
    """Find the shift and stop of each visit, by time."""
    placed = [(stop.start_s, stop, route.shift) for route in plan.routes for stop in route.stops]
    placed.sort(key=lambda one: (one[0], one[2]))
    return {stop.site: (shift, stop) for _, stop, shift in placed}


def _when(place: _Place, names: Mapping[str, str]) -> str:
    shift, stop = place
    return f"{names.get(shift, shift)} {clock(stop.start_s)}"


def _added(
    site: str, place: _Place, names: Mapping[str, str], whys: Mapping[str, tuple[Why, ...]]
) -> PlanChange:
    name, when = names.get(site, site), _when(place, names)
    why = whys.get(site, ())
    zh, en = (f"：{why[0].zh}", f": {why[0].en}") if why else ("", "")
    return PlanChange(
        kind="added", site=site, zh=f"增加 {name}，{when}{zh}", en=f"Added {name}, {when}{en}"
    )


def _reason(
    site: str, reasons: Mapping[str, Unplanned], names: Mapping[str, str], seen: Mapping[str, str]
) -> tuple[str, str]:
    if site in seen:
        return f"{seen[site]} 已去过", f"it was visited on {seen[site]}"
    left = reasons.get(site)
    if left is None:
        return "不再需要", "it is no longer wanted"
    return unplanned_words(left, names=names)


def _dropped(
    site: str, place: _Place, names: Mapping[str, str], reason: tuple[str, str]
) -> PlanChange:
    name, when = names.get(site, site), _when(place, names)
    return PlanChange(
        kind="dropped",
        site=site,
        zh=f"撤下 {name}（原 {when}）：{reason[0]}",
        en=f"Dropped {name} ({when} before): {reason[1]}",
    )


def _moved(site: str, before: _Place, after: _Place, names: Mapping[str, str]) -> PlanChange:
    name, was, now = names.get(site, site), _when(before, names), _when(after, names)
    return PlanChange(
        kind="moved",
        site=site,
        zh=f"移动 {name}：由 {was} 改到 {now}",
        en=f"Moved {name}: from {was} to {now}",
    )


def _retimed(site: str, before: _Place, after: _Place, names: Mapping[str, str]) -> PlanChange:
    name, now = names.get(site, site), _when(after, names)
    was = clock(before[1].start_s)
    return PlanChange(
        kind="retimed",
        site=site,
        zh=f"改时间 {name}：{now}（原 {was}）",
        en=f"Other time for {name}: {now} instead of {was}",
    )
