"""Villages and towns that a week must see."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from planning.problem import Cover

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import pandas as pd

    from planning.candidates import Frame
    from planning.history import History
    from planning.visits import Want


def covers_of(
    sites: pd.DataFrame, wants: Sequence[Want], histories: Mapping[str, History], frame: Frame
) -> tuple[Cover, ...]:
    """
    List the coverage that is promised: each village weekly, each town that was not seen for long.

    Parameters
    ----------
    sites
        Table by schema ``SITE``; a site without village or town counts for none.
    wants
        What the engine is offered.
    histories
        What the records say, by site id.
    frame
        The days and rules.

    Returns
    -------
    covers
        Villages by name, then towns; one without any site that can be offered is broken. A town
        of the name of a village is called 某某（全镇）.
    """
    frequency = frame.rules.frequency
    villages = _members(sites["village"], wants) if frequency.village_weekly else {}
    known = set(sites["village"].dropna())
    towns = {
        f"{name}（全镇）" if name in known else name: members
        for name, members in _members(sites["town"], wants).items()
        if _is_due(sites.index[sites["town"] == name], histories, frame)
    }
    return tuple(
        Cover(name=name, sites=tuple(members)) for name, members in (villages | towns).items()
    )


def _members(places: pd.Series, wants: Sequence[Want]) -> dict[str, list[str]]:
    members: dict[str, list[str]] = {str(name): [] for name in sorted(places.dropna().unique())}
    place_of = places.dropna().to_dict()
    for want in wants:
        if want.site_id in place_of:
            members[place_of[want.site_id]].append(want.site_id)
    return members


def _is_due(sites: pd.Index, histories: Mapping[str, History], frame: Frame) -> bool:
    """Tell whether a town's month is over within the week."""
    days = frame.rules.frequency.town_days
    seen: list[date] = [
        day for site in sites if (day := histories[str(site)].last_seen) is not None
    ]
    if not days:
        return False
    return not seen or max(seen) + timedelta(days=days) <= frame.last_day
