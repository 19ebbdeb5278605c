"""
Which rows belong to a town: one rule for every table, stated once.

A table without a rule here is read by nobody whose towns are limited, and a test fails.
docs/adr/0060-whose-towns.md argues each rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, false, literal, or_, select, true

from data.store.tables import sql_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import ColumnElement, Select, Table

    Condition = ColumnElement[bool]

OPEN_SETTINGS = (
    "cell_kind",
    "cell_m",
    "days_off",
    "hotspot_next",
    "invented",
    "last_site",
    "roads",
    "roads_source",
    "rules",
    "service_minutes",
    "speed_legs",
    "speed_scale",
    "speed_spread_share",
    "weekdays_off_before",
)
"""
Settings that name no place and no person; the name of the whole office's town is not one.

Teams are known to all, and so is when they are away.
"""
_COUNTER = "last_site"
"""The one setting that whoever may enter a site writes with it."""


class Own:
    """
    Subqueries of what belongs to some towns; the inner tables have names of their own.

    Parameters
    ----------
    towns
        As ``site.town`` writes them.
    """

    def __init__(self, towns: frozenset[str]) -> None:
        self.towns = sorted(towns)

    @property
    def sites(self) -> Select[Any]:
        """Ask for the ids of their sites."""
        site = sql_table("site").alias("own_site")
        return select(site.c.site_id).where(site.c.town.in_(self.towns))

    @property
    def villages(self) -> Select[Any]:
        """Ask for villages that have sites of theirs and none of another town's."""
        site = sql_table("site").alias("own_village")
        other = sql_table("site").alias("other_village")
        foreign = select(other.c.village).where(
            other.c.village.is_not(None),
            or_(other.c.town.is_(None), other.c.town.not_in(self.towns)),
        )
        return select(site.c.village).where(
            site.c.town.in_(self.towns), site.c.village.is_not(None), site.c.village.not_in(foreign)
        )

    @property
    def sweeps(self) -> Select[Any]:
        """Ask for the ids of places to sweep in their villages."""
        sweep = sql_table("sweep").alias("own_sweep")
        return select(sweep.c.sweep_id).where(sweep.c.village.in_(self.villages))

    @property
    def findings(self) -> Select[Any]:
        """Ask for the ids of findings at their sites."""
        finding = sql_table("finding").alias("own_finding")
        return select(finding.c.finding_id).where(finding.c.site_id.in_(self.sites))

    @property
    def cells(self) -> Select[Any]:
        """Ask for the ids of cells most of whose sites are theirs."""
        cell = sql_table("cell").alias("own_cell")
        return select(cell.c.cell_id).where(cell.c.town.in_(self.towns))

    @property
    def routes(self) -> Select[Any]:
        """Ask for the ids of routes that stop at a place of theirs."""
        stop = sql_table("stop").alias("own_stop")
        return select(stop.c.route_id).where(
            or_(stop.c.site_id.in_(self.sites), stop.c.site_id.in_(self.sweeps))
        )

    @property
    def promises(self) -> Select[Any]:
        """Ask for the names of promises that are about one site or one village of theirs."""
        site = sql_table("site").alias("own_promise")
        return select(literal("must:") + site.c.site_id).where(site.c.town.in_(self.towns))

    @property
    def covers(self) -> Select[Any]:
        """Ask for the names of promises that are about one village of theirs."""
        own = self.villages.subquery("own_cover")
        return select(literal("cover:") + own.c.village)

    @property
    def beats(self) -> Select[Any]:
        """Ask for the ids of beats that hold a cell of theirs."""
        cell = sql_table("cell").alias("own_beat")
        return select(cell.c.beat_id).where(cell.c.town.in_(self.towns))

    @property
    def shared_beats(self) -> Select[Any]:
        """Ask for the ids of beats that hold a cell of another town."""
        cell = sql_table("cell").alias("other_beat")
        return select(cell.c.beat_id).where(
            cell.c.beat_id.is_not(None),
            or_(cell.c.town.is_(None), cell.c.town.not_in(self.towns)),
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """
    Which rows of a table belong to some towns.

    Attributes
    ----------
    rows
        The condition, of the table and of what is theirs.
    told
        The same in words, for docs.
    writes
        Whether they may write rows that belong to them.
    """

    rows: Callable[[Table, Own], Condition]
    told: str
    writes: bool = False


def _everything(_table: Table, _own: Own) -> Condition:
    return true()


def _nothing(_table: Table, _own: Own) -> Condition:
    return false()


def _of_site(table: Table, own: Own) -> Condition:
    return table.c.site_id.in_(own.sites)


def _of_place(table: Table, own: Own) -> Condition:
    return or_(table.c.site_id.in_(own.sites), table.c.site_id.in_(own.sweeps))


def _of_tip(table: Table, own: Own) -> Condition:
    unplaced = and_(table.c.site_id.is_(None), table.c.village.in_(own.villages))
    return or_(table.c.site_id.in_(own.sites), unplaced)


def _of_promise(table: Table, own: Own) -> Condition:
    return or_(table.c.promise.in_(own.promises), table.c.promise.in_(own.covers))


def _of_record(table: Table, own: Own) -> Condition:
    places = (table.c.stop.in_(own.sites), table.c.stop.in_(own.sweeps))
    return or_(*places, table.c.target_id.in_(own.sites))


_OFFICE = Rule(_nothing, "nobody: the office's own")
_SITES = Rule(_of_site, "those of its sites", writes=True)
RULES: dict[str, Rule] = {
    "site": Rule(lambda table, own: table.c.town.in_(own.towns), "those of the town", writes=True),
    "inspection": _SITES,
    "finding": _SITES,
    "finding_step": Rule(
        lambda table, own: table.c.finding_id.in_(own.findings),
        "those of findings at its sites",
        writes=True,
    ),
    "given_order": _SITES,
    "disposition": _SITES,
    "expert_day": _OFFICE,
    "page_record": Rule(_of_record, "those of stops and sites of the town", writes=True),
    "tip": Rule(
        _of_tip, "those of its sites, and those of its villages that name no site", writes=True
    ),
    "team": Rule(_everything, "all; the home village only if it is the town's"),
    "shift": Rule(_everything, "all"),
    "area": Rule(_everything, "all: the map is public; the keeper only in the town's villages"),
    "power_reading": Rule(_of_site, "those of its sites"),
    "score": Rule(_of_site, "those of its sites"),
    "cell": Rule(
        lambda table, own: table.c.town.in_(own.towns), "those most of whose sites are the town's"
    ),
    "cell_alert": Rule(lambda table, own: table.c.cell_id.in_(own.cells), "those of its cells"),
    "beat": Rule(
        lambda table, own: table.c.beat_id.in_(own.beats),
        "those with a cell of the town; name and keeper only of those wholly in it",
    ),
    "import_row": _OFFICE,
    "answer": _OFFICE,
    "closure": Rule(_everything, "all: roads are public; without the office's note"),
    "sweep": Rule(
        lambda table, own: table.c.village.in_(own.villages), "those of its villages", writes=False
    ),
    "sweep_visit": Rule(
        lambda table, own: table.c.sweep_id.in_(own.sweeps),
        "those of sweeps in its villages",
        writes=True,
    ),
    "plan": Rule(_everything, "all, cut down to what they say of the town's places"),
    "route": Rule(
        lambda table, own: table.c.route_id.in_(own.routes), "those that stop at its places"
    ),
    "stop": Rule(_of_place, "those at its places"),
    "unplanned": Rule(_of_place, "those of its places, without what they would have driven out"),
    "promise": Rule(
        _of_promise, "those of one site or one village of the town, without the figures"
    ),
    "setting": Rule(
        lambda table, _own: table.c.name.in_(OPEN_SETTINGS), "those that name nobody and no place"
    ),
    "account": _OFFICE,
    "credential": _OFFICE,
    "session": _OFFICE,
    "token": _OFFICE,
    "link": _OFFICE,
    "publication": Rule(_everything, "all, without the note"),
    "job": _OFFICE,
    "once": _OFFICE,
    "audit": _OFFICE,
    "history": _OFFICE,
}
"""Table to the rows that somebody of a town may see."""


def may_write(table: str) -> bool:
    """Tell whether somebody of some towns may write rows of a table that belong to them."""
    rule = RULES.get(table)
    return table == "setting" or (rule is not None and rule.writes)


def writable(table: Table, own: Own) -> Condition:
    """Say what a written row must be: one of theirs; of settings only the counter of sites."""
    if table.name == "setting":
        return table.c.name == _COUNTER
    return RULES[table.name].rows(table, own)
