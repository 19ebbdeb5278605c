"""Which visits and covers of a problem are promises, and which of them a plan breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from planning.problem import Problem, ProblemSite


def broken_promises(problem: Problem, visited: Collection[str]) -> tuple[tuple[str, str], ...]:
    """
    List the promises that a set of visits does not keep.

    Parameters
    ----------
    problem
        The problem.
    visited
        Ids of the sites that are visited.

    Returns
    -------
    broken
        Pairs of kind (``must``, ``pin``, ``frozen`` or ``cover``) and the id or name; sites in
        the problem's order, then covers.
    """
    frozen = {stop.site for shift in problem.shifts for stop in shift.frozen}
    broken = [
        (kind, site.id)
        for site in problem.sites
        if site.id not in visited and (kind := promise_of(site, frozen=site.id in frozen))
    ]
    short = [
        ("cover", cover.name)
        for cover in problem.cover
        if sum(site in visited for site in cover.sites) < cover.at_least
    ]
    return (*broken, *short)


def covers_kept_alone(problem: Problem, visited: Collection[str]) -> dict[str, tuple[str, ...]]:
    """
    Find the visits on which a coverage promise hangs: without any one of them it breaks.

    Returns
    -------
    covers
        Names of covers by site id.
    """
    kept: dict[str, tuple[str, ...]] = {}
    for cover in problem.cover:
        made = [site for site in cover.sites if site in visited]
        if made and len(made) == cover.at_least:
            kept |= {site: (*kept.get(site, ()), cover.name) for site in made}
    return kept


def promise_of(site: ProblemSite, *, frozen: bool = False) -> str | None:
    """Say which kind of promise a visit is: ``frozen``, ``must``, ``pin`` or ``None``."""
    if frozen:
        return "frozen"
    if site.must:
        return "must"
    return None if site.pin is None else "pin"
