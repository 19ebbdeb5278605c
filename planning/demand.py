"""What the week should hold: promises, a counted random share, and the best of the rest."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from data.errors import ConfigError
from data.model import Unplanned
from planning.attended import with_experts
from planning.audit import with_audits
from planning.candidates import Frame, candidate, density, standings, use_s, worth_of
from planning.coverage import covers_of
from planning.draw import with_draw
from planning.early import pulled_forward
from planning.ground import BARE
from planning.history import site_histories
from planning.kinds import Kinds
from planning.lots import Lots
from planning.lottery import with_lots
from planning.nights import with_nights
from planning.problem import Cover
from planning.seasons import in_season
from planning.towns import spacing, towns_of
from planning.vague import add_vague_tips
from planning.visits import Want, want_of
from planning.wants import cover_claim, is_routine, next_due

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import pandas as pd

    from planning.calendar import Shift
    from planning.candidates import Candidate
    from planning.ground import Ground
    from planning.problem import Cover
    from planning.rules import Rules
    from planning.towns import Towns

__all__ = ["Demand", "Want", "weekly_demand"]


@dataclass(frozen=True, slots=True)
class Demand:
    """
    The week's wishes.

    Attributes
    ----------
    wants
        Visits offered to the engine, in the order of the site table, then sweeps; among them
        promises that nobody may keep, with the rule that bars them.
    covers
        Villages that must be seen; one without any site that can be offered stays and is broken.
    left_out
        Sites not offered, and not promised, each with its reason and figures.
    draw
        Chance of being drawn of every site that could be drawn, drawn or not.
    drawn
        The sites that were drawn.
    lots
        What else was drawn: audits, teams, places to sweep.
    towns
        Where so many visits are offered that each town is planned by itself: who belongs where;
        else ``None``.
    """

    wants: tuple[Want, ...]
    covers: tuple[Cover, ...]
    left_out: tuple[Unplanned, ...]
    draw: dict[str, float]
    drawn: tuple[str, ...]
    lots: Lots = field(default_factory=Lots)
    towns: Towns | None = None


def weekly_demand(  # noqa: PLR0913  # the tables of a town
    sites: pd.DataFrame,
    scores: pd.DataFrame,
    inspections: pd.DataFrame,
    findings: pd.DataFrame,
    tips: pd.DataFrame,
    *,
    shifts: Sequence[Shift],
    monday: date,
    as_of: date,
    rules: Rules,
    seed: int,
    reachable: pd.Series | None = None,
    ground: Ground = BARE,
) -> Demand:
    """
    Decide what the engine is offered for one week.

    Parameters
    ----------
    sites, scores, inspections, findings, tips
        Tables of ``data.schema``. A site without a score counts as the mean of those that have
        one, grade blue.
    shifts
        Who works when, from ``week_shifts``.
    monday
        First day of the week.
    as_of
        Only records dated before this day count.
    rules
        The office's rules.
    seed
        Of the random draw.
    reachable
        Whether a car gets near, by site id; sites that are missing or false are ``unreachable``.
        ``None``: it gets near all of them.
    ground
        Names of teams, beats, places in no ledger, what orders and dispositions ask, experts.

    Returns
    -------
    demand
        Every site is in ``wants`` or in ``left_out``, never in both. Places in no ledger are
        wanted where they are drawn.

    Raises
    ------
    ConfigError
        If there is no shift.
    """
    if not shifts:
        raise ConfigError(
            "Expected at least one shift in the week, got none.",
            zh="本周没有任何班次，无法安排。",
        )
    histories = site_histories(
        sites, inspections, findings, tips, as_of=as_of, rules=rules, monday=monday
    )
    for site, measures in ground.measures.items():
        if site in histories:
            histories[site].measures = measures
    add_vague_tips(histories, sites, tips, worth_of(sites, scores), as_of=as_of, rules=rules)
    last_day = max(shift.day for shift in shifts)
    rules = in_season(rules, monday, last_day)
    frame = Frame(monday, last_day, as_of, rules, Kinds(shifts, rules, monday))
    lost = _unreachable(sites, reachable)
    candidates: Sequence[Candidate] = [
        candidate(row, standing, frame, is_reachable=str(row.Index) not in lost)
        for row, standing in standings(sites, scores, histories, rules)
    ]
    candidates = with_experts(candidates, ground.experts, shifts, frame=frame)
    capacity_s = sum(_working_s(shift) for shift in shifts)
    candidates = pulled_forward(candidates, capacity_s, frame)
    candidates = with_nights(candidates, capacity_s, frame)
    candidates, draw, drawn = with_draw(candidates, capacity_s, frame, seed, beat_of=ground.beat_of)
    audited = with_audits(
        candidates, inspections, capacity_s=capacity_s, frame=frame, seed=seed, ground=ground
    )
    candidates = audited.candidates
    offered, cut = _offered(candidates, capacity_s, rules)
    cuts = dict.fromkeys(map(str, sites.index), cut)
    towns = towns_of(sites, shifts) if len(offered) > rules.county.most_candidates else None
    if towns is not None:
        away = spacing(sites)
        candidates = [replace(one, spacing=away[one.site_id]) for one in candidates]
        offered, cuts = _offered_by_town(candidates, shifts, towns, rules)
    wants = tuple(want_of(_told(one, frame)) for one in candidates if one.site_id in offered)
    every, lots = with_lots(
        wants, audited, capacity_s=capacity_s, frame=frame, seed=seed, ground=ground
    )
    left = [
        _left_out(one, draw, cuts[one.site_id], rules)
        for one in candidates
        if one.site_id not in offered
    ]
    covers = covers_of(sites, wants, histories, frame)
    return Demand(every, covers, tuple(left), draw, drawn, lots, towns)


def _unreachable(sites: pd.DataFrame, reachable: pd.Series | None) -> set[str]:
    if reachable is None:
        return set()
    found = reachable.reindex(sites.index).fillna(value=False).astype(bool)
    return set(found.index[~found].astype(str))


def _working_s(shift: Shift) -> int:
    return shift.back_s - shift.start_s - (shift.rest.duration_s if shift.rest else 0)


def _offered(
    candidates: Sequence[Candidate], capacity_s: int, rules: Rules
) -> tuple[set[str], float]:
    """
    Choose promises, draws, the best by points a minute, and somebody in each village.

    A promise that no rule lets anybody keep is offered too, so that it is seen to be broken.
    """
    kept = {one.site_id for one in candidates if one.is_promise or one.is_drawn or one.is_audit}
    open_to = [one for one in candidates if one.bar is None]
    rest = [one for one in open_to if one.site_id not in kept and one.resting_until is None]
    rest.sort(key=lambda one: (-density(one, rules), one.site_id))
    left_s = rules.offer.capacity_times * capacity_s
    cut = 0.0
    for one in rest:
        left_s -= use_s(one, rules)
        if left_s < 0:
            cut = density(one, rules) * 60
            break
        kept.add(one.site_id)
    return kept | _for_villages(open_to, kept, rules), cut


def _offered_by_town(
    candidates: Sequence[Candidate], shifts: Sequence[Shift], towns: Towns, rules: Rules
) -> tuple[set[str], dict[str, float]]:
    """Choose for each town by the hours of its own teams; give the cut by site."""
    capacity_s = dict.fromkeys(sorted(set(towns.of_site.values())), 0)
    for shift in shifts:
        capacity_s[towns.of_team[shift.team]] += _working_s(shift)
    members: dict[str, list[Candidate]] = {town: [] for town in capacity_s}
    for one in candidates:
        members[towns.of_site[one.site_id]].append(one)
    offered: set[str] = set()
    cuts: dict[str, float] = {}
    for town, mine in members.items():
        kept, cut = _offered(mine, capacity_s[town], rules)
        offered |= kept
        cuts |= dict.fromkeys((one.site_id for one in mine), cut)
    return offered, cuts


def _for_villages(candidates: Sequence[Candidate], kept: set[str], rules: Rules) -> set[str]:
    """Add the best site of each village that would otherwise have none."""
    if not rules.frequency.village_weekly:
        return set()
    served = {one.village for one in candidates if one.site_id in kept}
    best: dict[str, Candidate] = {}
    for one in candidates:
        if one.village is None or one.village in served:
            continue
        if one.village not in best or one.prize > best[one.village].prize:
            best[one.village] = one
    return {one.site_id for one in best.values()}


def _told(one: Candidate, frame: Frame) -> Candidate:
    """Say of a site that should rest that it is offered for its village's sake."""
    if one.resting_until is None or one.village is None:
        return one
    return one.claimed(cover_claim(one.village), frame.kinds)


def _left_out(one: Candidate, draw: Mapping[str, float], cut: float, rules: Rules) -> Unplanned:
    """Say why a site is not even offered."""
    if one.bar is not None:
        return Unplanned(one.site_id, one.bar.reason, dict(one.bar.detail))
    last, due = one.standing.history.last_attempt, next_due(one.standing, rules)
    detail: dict[str, Any] = {"last_visit": last.isoformat() if last else None}
    if one.resting_until is not None:
        until = {
            "not_before": one.resting_until.isoformat(),
            "gap_days": rules.gap.days(one.standing.grade),
        }
        return Unplanned(one.site_id, "not_due", detail | until)
    detail |= {"chance": round(draw.get(one.site_id, 0.0), 6)}
    detail |= {"points_per_minute": round(density(one, rules) * 60, 3), "cut": round(cut, 3)}
    if not is_routine(one.claims):
        return Unplanned(one.site_id, "lost_to_better", detail)
    if due is not None:
        return Unplanned(one.site_id, "not_due", detail | {"due": due.isoformat()})
    return Unplanned(one.site_id, "not_drawn", detail)
