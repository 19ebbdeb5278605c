"""Audits (督查复核): a drawn few of past visits, repeated by another team that is told nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.model import Why
from data.units import DAYS_PER_WEEK
from data.words import LOOKS
from planning.able import able_teams
from planning.candidates import visits_held
from planning.lots import AuditLot
from planning.randomness import systematic_draw
from planning.rows import rows_of
from planning.wants import Claim

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planning.calendar import Shift
    from planning.candidates import Candidate, Frame
    from planning.ground import Ground
    from planning.rows import Row
    from planning.visits import Want

_STREAM = 1
"""Sets this draw apart from others of one seed."""
_NOT_REPEATED = frozenset({"audit", "sweep"})
_PARTING = re.compile(r"[、,，;；/+&\s]+|和|及|与")


@dataclass(frozen=True, slots=True)
class _Auditable:
    """A past visit that may be repeated: its site, who made it, how the site would be seen."""

    place: int
    told: Candidate
    inspection_id: str
    teams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Audited:
    """
    Sites of which a few are to be audited.

    Attributes
    ----------
    candidates
        All sites, those to be audited with that claim in front.
    lots
        What is repeated, by site id.
    pool
        How many visits could have been drawn.
    """

    candidates: tuple[Candidate, ...]
    lots: Mapping[str, AuditLot]
    pool: int


def with_audits(
    candidates: Sequence[Candidate],
    inspections: pd.DataFrame,
    *,
    capacity_s: int,
    frame: Frame,
    seed: int,
    ground: Ground,
) -> Audited:
    """
    Draw past visits that another team repeats this week.

    A site's last look may be drawn, if it is no audit itself, was made within the weeks that the
    rules allow by a team that is named, and another team may go there. Places that are promised or
    drawn this week are left to that. All visits have the same chance; they lie in the draw team by
    team, so that the work of each is audited in proportion to within one.

    Parameters
    ----------
    candidates
        All sites, after the random draw.
    inspections
        Table by schema ``INSPECTION``.
    capacity_s
        Seconds that the teams have for visits and driving.
    frame, seed
        The days, rules and shifts, and the seed of the plan.
    ground
        What ledgers call the teams.
    """
    rules = frame.rules
    names = {shift.team: shift.team for shift in frame.kinds.shifts} | dict(ground.team_names)
    found = _auditable(candidates, inspections, frame, names)
    wanted = min(ceil(rules.audit.share * visits_held(candidates, capacity_s, rules)), len(found))
    told, lots = list(candidates), dict[str, AuditLot]()
    if not wanted:
        return Audited(tuple(told), lots, len(found))
    chance = wanted / len(found)
    order = {teams: place for place, teams in enumerate(sorted({one.teams for one in found}))}
    strata = np.array([order[one.teams] for one in found], dtype=np.int64)
    hit = systematic_draw(np.full(len(found), chance), seed=[seed, _STREAM], strata=strata)
    for one, is_hit in zip(found, hit.tolist(), strict=True):
        if is_hit:
            site = candidates[one.place]
            claimed = site.claimed(audit_claim(chance), frame.kinds)
            told[one.place] = replace(claimed, resting_until=None)
            lots[site.site_id] = AuditLot(
                inspection_id=one.inspection_id, teams=one.teams, chance=chance
            )
    return Audited(tuple(told), lots, len(found))


def kept_from_auditors(wants: Sequence[Want], audits: Mapping[str, AuditLot]) -> tuple[Want, ...]:
    """Keep from each audit the teams whose visit it repeats."""
    return tuple(
        replace(want, kept_from=frozenset(audits[want.site_id].teams))
        if want.site_id in audits
        else want
        for want in wants
    )


def audit_claim(chance: float) -> Claim:
    """Say that a past visit is repeated, and neither which one nor what it found."""
    zh = f"抽取以往检查，换一支队伍暗中复核（抽中概率 {chance:.1%}）"
    en = f"A past visit is repeated unseen by another team (its chance was {chance:.1%})"
    return Claim(Why("audit", zh, en), 0.0)


def team_ids(text: str, names: Mapping[str, str]) -> frozenset[str]:
    """
    Find the teams that a ledger names in one cell.

    Examples
    --------
    >>> sorted(team_ids("一队、二队", {"T1": "一队", "T2": "二队", "T3": "十一队"}))
    ['T1', 'T2']
    """
    parts = {part for part in _PARTING.split(text) if part} | {text.strip()}
    return frozenset(team for team, name in names.items() if team in parts or name in parts)


def _auditable(
    candidates: Sequence[Candidate],
    inspections: pd.DataFrame,
    frame: Frame,
    names: Mapping[str, str],
) -> list[_Auditable]:
    """List the visits that may be drawn, in the order of the sites."""
    last = _last_looks(inspections, frame)
    found = []
    for place, one in enumerate(candidates):
        visit = last.get(one.site_id)
        if visit is None or one.is_promise or one.is_drawn or not one.is_reachable:
            continue
        told = one.claimed(audit_claim(1.0), frame.kinds)
        teams = team_ids(str(visit.team), names)
        if told.bar is None and told.kind.visit_type == "audit" and _others(told, teams, frame):
            found.append(_Auditable(place, told, str(visit.Index), tuple(sorted(teams))))
    return found


def _last_looks(inspections: pd.DataFrame, frame: Frame) -> dict[str, Row]:
    """Find the last look at each site, where it is recent, by a known team, and no audit."""
    first = frame.as_of - timedelta(days=DAYS_PER_WEEK * frame.rules.audit.weeks)
    days = inspections["day"]
    recent = inspections[
        (days >= pd.Timestamp(first))
        & (days < pd.Timestamp(frame.as_of))
        & inspections["result"].isin(LOOKS)
    ]
    last = recent.sort_values("day", kind="stable").drop_duplicates("site_id", keep="last")
    return {
        str(row.site_id): row
        for row in rows_of(last)
        if not pd.isna(row.team) and (pd.isna(row.mode) or row.mode not in _NOT_REPEATED)
    }


def _others(told: Candidate, teams: frozenset[str], frame: Frame) -> bool:
    shifts: Sequence[Shift] = frame.kinds.shifts
    return bool(set(able_teams(told.kind, told.village, shifts)) - teams)
