"""Visits that go to one place: each names the place itself, never another visit of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import ProblemError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planning.problem import ProblemSite


def check_places(sites: Sequence[ProblemSite]) -> None:
    """
    Refuse a chain or a loop of ``visit_of``: to which place each goes would be anybody's guess.

    Raises
    ------
    ProblemError
        If a visit is one of a visit that is itself one of something else.
    """
    place_of = {site.id: site.place for site in sites}
    for site in sites:
        further = place_of.get(site.place, site.place)
        if further != site.place:
            raise ProblemError(
                f"Site {site.id!r} is a visit of {site.place!r}, itself a visit of {further!r}; "
                "expected both to name one place.",
                zh=f"点位 {site.id} 的 visit_of 是 {site.place}，而 {site.place} 又是 {further} "
                "的另一次检查；应都写同一处。",
            )
