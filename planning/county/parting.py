"""A county's sites and shifts in parts, each small enough for one search."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from data.model import UNREACHABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy import int64
    from numpy.typing import NDArray

    from planning.problem import Problem, ProblemShift, ProblemSite
    from planning.towns import Towns


@dataclass(frozen=True, slots=True)
class Part:
    """
    Sites and shifts that are planned together.

    Attributes
    ----------
    name
        The town, with a number behind it where a town was too large for one search.
    sites, shifts
        Their numbers in the problem, rising.
    """

    name: str
    sites: tuple[int, ...]
    shifts: tuple[int, ...]


def part_county(problem: Problem, towns: Towns | None, *, most_sites: int) -> tuple[Part, ...]:
    """
    Part a problem among the towns that have teams; part large towns once more.

    Parameters
    ----------
    problem
        The county's week.
    towns
        Who belongs where; ``None``: all in one, which is parted by travel time if it is large.
    most_sites
        A part of more sites, and at least two teams, is halved until it has no more.

    Returns
    -------
    parts
        By name. Every site and every shift is in exactly one. A site goes with its town, or with
        the nearest base where no team of its town could ever visit it; where it is pinned or
        frozen, with that shift; and with its other visits.
    """
    towns_of_shifts = [
        "" if towns is None else towns.of_team.get(shift.team, "") for shift in problem.shifts
    ]
    home = _homes(problem, towns_of_shifts, {} if towns is None else towns.of_site)
    parts = [
        Part(name, _where(home, name), _where(towns_of_shifts, name))
        for name in sorted(set(towns_of_shifts))
    ]
    halved = [half for part in parts for half in _halved(problem, part, most_sites)]
    return _bound_together(problem, halved)


def _where(names: Sequence[str], name: str) -> tuple[int, ...]:
    return tuple(number for number, one in enumerate(names) if one == name)


def _homes(
    problem: Problem, towns_of_shifts: Sequence[str], town_of_site: Mapping[str, str]
) -> list[str]:
    """Find for each site its town, or the nearest base of a team that could visit it."""
    shifts_of: dict[str, list[ProblemShift]] = {}
    for shift, town in zip(problem.shifts, towns_of_shifts, strict=True):
        shifts_of.setdefault(town, []).append(shift)
    homes = [town_of_site.get(site.id, "") for site in problem.sites]
    lost = [
        number
        for number, site in enumerate(problem.sites)
        if not _is_served(site, shifts_of.get(homes[number], ()))
    ]
    if lost:
        for number, ways in zip(lost, _ways_from_towns(problem, shifts_of, lost), strict=True):
            site = problem.sites[number]
            able = [town for town in shifts_of if _is_served(site, shifts_of[town])]
            homes[number] = min((ways[town], town) for town in able or shifts_of)[1]
    return homes


def _is_served(site: ProblemSite, shifts: Iterable[ProblemShift]) -> bool:
    """Tell whether some shift may come while the site is open, whatever the way takes."""
    return any(
        shift.refuses(site) is None
        and any(a <= shift.end_s and b >= shift.start_s for a, b in site.windows)
        for shift in shifts
    )


def _ways_from_towns(
    problem: Problem, shifts_of: Mapping[str, Sequence[ProblemShift]], sites: Sequence[int]
) -> list[dict[str, int]]:
    """Time for each site the way from the nearest base of each town."""
    nodes = [problem.sites[site].node for site in sites]
    rows = {
        town: np.asarray(
            problem.duration_s[np.ix_(sorted({shift.node for shift in shifts}), nodes)]
        ).min(axis=0)
        for town, shifts in shifts_of.items()
    }
    return [{town: int(row[n]) for town, row in rows.items()} for n in range(len(sites))]


def _halved(problem: Problem, part: Part, most_sites: int) -> list[Part]:
    """Halve a part between two far ends, and the halves again, until each is small enough."""
    teams = list(dict.fromkeys(problem.shifts[shift].team for shift in part.shifts))
    if len(part.sites) <= most_sites or len(teams) < 2:  # noqa: PLR2004
        return [part]
    nodes = np.array([problem.sites[site].node for site in part.sites], dtype=np.int64)
    one, other = _ends(problem, nodes)
    side = {node: _side(problem, (one, other), [node])[0] for node in _bases(problem, part)}
    node_of = {problem.shifts[shift].team: problem.shifts[shift].node for shift in part.shifts}
    teams.sort(key=lambda team: (side[node_of[team]], team))
    first_teams = set(teams[: len(teams) // 2])
    shifts = [s for s in part.shifts if problem.shifts[s].team in first_teams]
    share = _hours(problem, shifts) / max(_hours(problem, part.shifts), 1)
    order = np.argsort(_side(problem, (one, other), nodes), kind="stable")
    near = {part.sites[place] for place in order[: round(share * len(order))].tolist()}
    rest = tuple(shift for shift in part.shifts if shift not in set(shifts))
    far = tuple(site for site in part.sites if site not in near)
    halves = (
        Part(_half_name(part.name, 1), tuple(sorted(near)), tuple(shifts)),
        Part(_half_name(part.name, 2), far, rest),
    )
    return [small for half in halves for small in _halved(problem, half, most_sites)]


def _half_name(name: str, number: int) -> str:
    return f"{name}-{number}" if name else str(number)


def _bases(problem: Problem, part: Part) -> list[int]:
    return sorted({problem.shifts[shift].node for shift in part.shifts})


def _hours(problem: Problem, shifts: Iterable[int]) -> int:
    return sum(problem.shifts[shift].end_s - problem.shifts[shift].start_s for shift in shifts)


def _ends(problem: Problem, nodes: NDArray[int64]) -> tuple[int, int]:
    """Find two nodes far from each other: the farthest from the first, and the farthest from it."""
    one = int(nodes[_seconds(problem, int(nodes[0]), nodes).argmax()])
    return one, int(nodes[_seconds(problem, one, nodes).argmax()])


def _seconds(problem: Problem, start: int, nodes: NDArray[int64] | list[int]) -> NDArray[int64]:
    """Time the ways from one node to some; 0 where there is none."""
    ways = np.asarray(
        problem.duration_s[np.ix_(np.array([start]), np.asarray(nodes))], dtype=np.int64
    ).ravel()
    return np.where(ways == UNREACHABLE, 0, ways)


def _side(
    problem: Problem, ends: tuple[int, int], nodes: NDArray[int64] | list[int]
) -> NDArray[int64]:
    """Say how much nearer nodes lie to the second end: below 0 is nearer to the first."""
    return _seconds(problem, ends[0], nodes) - _seconds(problem, ends[1], nodes)


def _bound_together(problem: Problem, parts: Sequence[Part]) -> tuple[Part, ...]:
    """Move what is pinned or frozen to the part of its shift, and visits of one place together."""
    part_of_shift = {s: n for n, part in enumerate(parts) for s in part.shifts}
    part_of_site = {s: n for n, part in enumerate(parts) for s in part.sites}
    held = {stop.site: n for n, shift in enumerate(problem.shifts) for stop in shift.frozen}
    at_place: dict[str, int] = {}
    for number, site in enumerate(problem.sites):
        shift = held.get(site.id, problem.shift_index.get(site.pin or ""))
        if shift is not None:
            part_of_site[number] = at_place[site.place] = part_of_shift[shift]
    for number, site in enumerate(problem.sites):
        part = at_place.setdefault(site.place, part_of_site[number])
        is_free = site.pin is None and site.id not in held
        part_of_site[number] = part if is_free else part_of_site[number]
    sites: list[list[int]] = [[] for _ in parts]
    for number in range(len(problem.sites)):
        sites[part_of_site[number]].append(number)
    return tuple(replace(p, sites=tuple(s)) for p, s in zip(parts, sites, strict=True))
