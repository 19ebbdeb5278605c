"""The problem of a running week: what was asked, on the roads of today, with what is added."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import orjson

from data.model import SWEEP
from data.units import week_monday
from planning.added import asked_claim, asked_wants
from planning.assembly import site_of
from planning.changes import Situation
from planning.matrix import clean_matrix
from planning.problem import Bar
from planning.visits import Want
from planning.wants import Claim
from service.pipeline.places.namelist import site_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from data.model import LonLat, Why
    from planning.problem import Cover, Problem, ProblemSite
    from service.pipeline.midweek.known import Midweek


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reposed:
    """
    A running week's problem.

    Attributes
    ----------
    problem
        All that is wanted, on the ways of today.
    wants
        Why each visit is wanted, by site id.
    spots
        Where the nodes of the problem are.
    """

    problem: Problem
    wants: dict[str, Want]
    spots: tuple[LonLat, ...]


def repose(midweek: Midweek) -> Reposed:
    """Measure the ways of today, and add what is asked for."""
    asked = midweek.planned.problem
    added = _added(midweek)
    teams = list(dict.fromkeys(shift.team for shift in asked.shifts))
    ids = list(dict.fromkeys([*(site.id for site in asked.sites), *added]))
    spots = (*_spots(midweek, teams, "team"), *_spots(midweek, ids, "site"))
    lon, lat = np.array(spots).reshape(-1, 2).T
    node = {site: number for number, site in enumerate(ids, start=len(teams))}
    sites = tuple(
        _kept_by_hand(site_of(added[site], node[site]), asked)
        if site in added
        else replace(asked.sites[asked.site_index[site]], node=node[site])
        for site in ids
    )
    problem = replace(
        asked,
        sites=sites,
        shifts=tuple(
            replace(shift, node=teams.index(shift.team), end_node=None) for shift in asked.shifts
        ),
        cover=_with_added(asked.cover, added),
        duration_s=clean_matrix(midweek.travel.network.matrix(lon, lat).duration_s),
    )
    wants = {
        site.id: added[site.id] if site.id in added else _want(site, midweek.planned.whys)
        for site in sites
    }
    return Reposed(problem=problem, wants=wants, spots=spots)


def _kept_by_hand(site: ProblemSite, asked: Problem) -> ProblemSite:
    """Keep the pin and the bans of a visit that is asked for once more."""
    if site.id not in asked.site_index:
        return site
    former = asked.sites[asked.site_index[site.id]]
    return replace(site, pin=former.pin, forbidden_shifts=former.forbidden_shifts)


def situation_of(midweek: Midweek, posed: Reposed) -> Situation:
    """Write what is known of the week, so that any choice of the changes can be tried."""
    earlier = midweek.planned.problem
    node = {site.id: site.node for site in posed.problem.sites}
    former = {
        site: replace(earlier.sites[earlier.site_index[site]], node=node[site])
        if site in earlier.site_index
        else None
        for site in midweek.added
    }
    hand = orjson.loads(midweek.planned.row["params"]).get("hand", {})
    hours = {
        site: tuple((int(first), int(last)) for first, last in windows)
        for site, windows in hand.get("hours", {}).items()
    }
    return Situation(
        problem=posed.problem,
        former=former,
        plan=midweek.planned.plan,
        moment=midweek.moment,
        visited=frozenset(midweek.seen_on),
        hours=hours,
        names=site_names(midweek.places, midweek.teams, midweek.shifts),
    )


def visit_types(midweek: Midweek, posed: Reposed, visited: Iterable[str]) -> dict[str, str]:
    """
    Say of which type each visit is.

    A stop of the earlier plan keeps its type; that of a visit that was wanted and not planned was
    not kept and is decided anew, by the same reasons and the day of the same scores.
    """
    known = midweek.planned.visit_types | {
        site: posed.wants[site].visit_type for site in midweek.added
    }
    known |= {site: "sweep" for site in posed.wants if site.startswith(SWEEP)}
    lacking = {
        site: tuple(Claim(why, 0.0) for why in posed.wants[site].why)
        for site in visited
        if site not in known
    }
    decided = _asked(midweek, lacking, as_of=midweek.planned.row["as_of"].date())
    return known | {site: want.visit_type for site, want in decided.items()}


def _spots(midweek: Midweek, ids: Sequence[str], what: str) -> list[LonLat]:
    rows = (midweek.teams if what == "team" else midweek.places).loc[list(ids)]
    return list(zip(rows["lon_deg"].tolist(), rows["lat_deg"].tolist(), strict=True))


def _added(midweek: Midweek) -> dict[str, Want]:
    """Write what is asked for as promised visits; one drawn at random stays known as drawn."""
    claims = {site: (asked_claim(reason, midweek.rules),) for site, reason in midweek.added.items()}
    wants = _asked(midweek, claims, as_of=midweek.wishes.since.date())
    lost = {
        site.site_id: Bar("unreachable", {"access_m": site.access_m, "cause": site.cause})
        for site in midweek.lost
    }
    return {
        site: replace(
            want,
            bar=lost.get(site, want.bar),
            why=_joined(want.why, midweek.planned.whys.get(site, ())),
        )
        for site, want in wants.items()
    }


def _joined(asked: Sequence[Why], former: Sequence[Why]) -> tuple[Why, ...]:
    if not former:
        return tuple(asked)
    drawn = [why for why in former[:1] if why.code == "random"]
    return (*drawn, asked[0], *former[len(drawn) :])


def _asked(
    midweek: Midweek, claims: Mapping[str, tuple[Claim, ...]], *, as_of: date
) -> dict[str, Want]:
    if not claims:
        return {}
    return asked_wants(
        claims,
        midweek.sites,
        midweek.scores,
        midweek.past,
        shifts=midweek.shifts,
        monday=week_monday(midweek.planned.week),
        as_of=as_of,
        rules=midweek.rules,
    )


def _with_added(covers: Sequence[Cover], added: Mapping[str, Want]) -> tuple[Cover, ...]:
    """Let what is added count for its village."""
    return tuple(
        replace(
            cover,
            sites=tuple(
                dict.fromkeys(
                    [
                        *cover.sites,
                        *(site for site, want in added.items() if want.village == cover.name),
                    ]
                )
            ),
        )
        for cover in covers
    )


def _want(site: ProblemSite, whys: Mapping[str, tuple[Why, ...]]) -> Want:
    return Want(
        site_id=site.id,
        why=whys[site.id],
        visit_type="",
        must=site.must,
        must_rank=site.must_rank,
        prize=site.prize,
        service_s=site.service_s,
        windows=site.windows,
        needs=site.needs,
        card_holders=site.card_holders,
        village=site.village,
        bar=site.barred,
    )
