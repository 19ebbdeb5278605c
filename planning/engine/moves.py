"""Taking visits out of a plan and putting others in, with promises and prizes counted along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planning.engine.compiled import part
from planning.engine.route import retime_around
from planning.engine.week import (
    AT_LEAST,
    COVER_RANK,
    PENALTIES,
    PRIZE,
    RANK,
    SERVICE_S,
    TEAM,
)

if TYPE_CHECKING:
    from planning.engine.route import Tour
    from planning.engine.week import Week


@part
def put_in(week: Week, tour: Tour, site: int, shift: int, place: int) -> None:
    """Put a visit before stop ``place`` of a route."""
    for i in range(tour.length[shift], place, -1):
        tour.stops[shift, i] = tour.stops[shift, i - 1]
    tour.stops[shift, place] = site
    tour.length[shift] += 1
    book(week, tour, site, shift)
    retime_around(week, tour, shift, place)


@part
def take_out(week: Week, tour: Tour, shift: int, place: int) -> None:
    """Take stop ``place`` out of a route; the route's times are left for later."""
    unbook(week, tour, tour.stops[shift, place], shift)
    tour.length[shift] -= 1
    for i in range(place, tour.length[shift]):
        tour.stops[shift, i] = tour.stops[shift, i + 1]


@part
def book(week: Week, tour: Tour, site: int, shift: int) -> None:
    """Count a visit in: prize, work, promises."""
    tour.shift_of[site] = shift
    tour.prize[0] += week.worth[site, PRIZE]
    tour.work_s[week.shifts[shift, TEAM]] += week.sites[site, SERVICE_S]
    if week.sites[site, RANK] >= 0:
        tour.broken[week.sites[site, RANK]] -= 1
    for i in range(week.covers_of.shape[1]):
        cover = week.covers_of[site, i]
        if cover < 0:
            break
        tour.covered[cover] += 1
        if tour.covered[cover] == week.covers[cover, AT_LEAST]:
            tour.broken[week.covers[cover, COVER_RANK]] -= 1


@part
def unbook(week: Week, tour: Tour, site: int, shift: int) -> None:
    """Count a visit out again."""
    tour.shift_of[site] = -1
    tour.prize[0] -= week.worth[site, PRIZE]
    tour.work_s[week.shifts[shift, TEAM]] -= week.sites[site, SERVICE_S]
    if week.sites[site, RANK] >= 0:
        tour.broken[week.sites[site, RANK]] += 1
    for i in range(week.covers_of.shape[1]):
        cover = week.covers_of[site, i]
        if cover < 0:
            break
        if tour.covered[cover] == week.covers[cover, AT_LEAST]:
            tour.broken[week.covers[cover, COVER_RANK]] += 1
        tour.covered[cover] -= 1


@part
def promised(week: Week, tour: Tour, site: int) -> float:
    """Weigh the promises that a visit would help to keep."""
    worth = 0.0
    if week.sites[site, RANK] >= 0:
        worth += week.weights[PENALTIES + week.sites[site, RANK]]
    for i in range(week.covers_of.shape[1]):
        cover = week.covers_of[site, i]
        if cover < 0:
            break
        least = week.covers[cover, AT_LEAST]
        if tour.covered[cover] < least:
            worth += week.weights[PENALTIES + week.covers[cover, COVER_RANK]] / least
    return worth
