"""Closures in and out of the store: which roads, which days, how slow."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import pandas as pd
import shapely

from data.crs import metric_crs
from data.errors import ConfigError, InputError, NotFoundError
from data.ledger.roadlists import RoadList, read_road_list, read_way
from data.schema import CLOSURE, as_table
from data.units import DAYS_PER_WEEK, week_monday
from geo.closures import drawn_pairs, edges_of_ways, one_of_each_road, way_numbers
from planning.rules import default_rules
from service.pipeline.roadcheck import lost_sites
from service.pipeline.scores import leave_out_gone
from service.pipeline.travel import closure_edges, closure_facts, town_travel
from service.road_results import CloseResult

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from geopandas import GeoDataFrame
    from numpy import bool_
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from data.model import Roads
    from data.store import Store
    from data.store.unit import Unit
    from service.road_results import ClosureFacts, LostSite

_ID = re.compile(r"R(\d+)")
_NAMED = 3
_LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureWish:
    """
    What somebody wants closed or slowed, and when.

    Parameters
    ----------
    from_day, to_day
        First and last day, both included.
    speed_factor
        Share of the usual speed that is left, in ``[0, 1)``; 0 is closed.
    roads
        OSM way numbers, road names, or road numbers such as S101.
    file
        A map file with lines or areas, or a table of roads, in place of ``roads``.
    datum
        Code of ``data.words.DATUMS`` in which the file is drawn.
    classes
        OSM road classes, in place of ``roads``.
    everything
        All roads, in place of ``roads``.
    note
        Why.

    Raises
    ------
    ConfigError
        If a value is outside its range, or the roads are told in none or several of these ways.
    """

    from_day: date
    to_day: date
    speed_factor: float = 0.0
    roads: tuple[str, ...] = ()
    file: Path | None = None
    datum: str = "wgs84"
    classes: tuple[str, ...] = ()
    everything: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        if self.from_day > self.to_day:
            raise ConfigError(
                f"Expected --from not after --to, got {self.from_day} and {self.to_day}.",
                zh=f"--from 不能晚于 --to，现为 {self.from_day} 和 {self.to_day}。",
            )
        if not 0 <= self.speed_factor < 1:
            raise ConfigError(
                f"Expected --speed in [0, 1), the share of the usual speed that is left, "
                f"got {self.speed_factor:g}.",
                zh=f"--speed 是剩下的车速比例，应不小于 0、小于 1，现为 {self.speed_factor:g}。",
            )
        told = (bool(self.roads), self.file is not None, bool(self.classes), self.everything)
        if sum(told) != 1:
            raise ConfigError(
                "Expected one of: roads (way numbers or names), one file, --class, or --all.",
                zh="请只用一种方式指明道路：路段编号或路名、一个文件、--class、--all。",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meant:
    """What a wish means on the roads loaded now."""

    kind: str
    name: str
    edges: NDArray[bool_]
    ways: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    geometry: BaseGeometry | None = None
    unknown: tuple[str, ...] = field(default=())


def close_roads(store: Store, wish: ClosureWish) -> CloseResult:
    """
    Keep a closure; plans of its days count it from now on.

    Raises
    ------
    NotFoundError
        If no roads were loaded, or none of those asked for is on the map.
    LedgerError
        If the file cannot be read, or names no road.
    InputError
        If it was over before the day of the scores.
    """
    _refuse_past(store, wish)
    roads = store.read_roads()
    meant = _meaning(wish, roads)
    if not meant.edges.any():
        raise _nothing_meant(wish, meant)
    with store.writing() as unit:
        rows = as_table([_row(wish, meant, closure_id=_next_id(unit))], CLOSURE)
        unit.upsert("closure", rows)
        unit.note("closed", meant.name)
    facts = closure_facts(rows, roads, meant=closure_edges(rows, roads))
    return CloseResult(
        done="closed",
        closures=facts,
        unknown=meant.unknown,
        stale_weeks=_weeks_planned(store, wish.from_day, wish.to_day),
        lost=_lost_by(store, str(rows.index[0]), roads),
    )


def _lost_by(store: Store, closure_id: str, roads: Roads) -> tuple[LostSite, ...]:
    """List the standing sites that no car gets to for this closure's sake alone."""
    sites, teams = leave_out_gone(store.read("site")), store.read("team")
    if not len(sites) or not len(teams):
        return ()
    travel = town_travel(store, roads=roads, closure_ids=[closure_id])
    limit_m = default_rules().reach.walk_m
    lost = lost_sites(sites, teams, travel, limit_m=limit_m)
    return tuple(site for site in lost if site.cause == "closed")


def list_closures(store: Store) -> CloseResult:
    """
    List every closure that was not ended, with what each means on the roads loaded now.

    Raises
    ------
    NotFoundError
        If no roads were loaded yet.
    """
    return CloseResult(done="listed", closures=_facts(store, store.read("closure")))


def end_closure(store: Store, closure_id: str) -> CloseResult:
    """
    Take a closure back; the history keeps it.

    Raises
    ------
    NotFoundError
        If there is none of this id.
    """
    wanted = closure_id.strip().upper()
    held = store.read("closure", where={"closure_id": [wanted]})
    if not len(held):
        known = "、".join(store.read("closure").index) or "无"
        raise NotFoundError(
            f"There is no closure {closure_id!r}; known: {known if known != '无' else 'none'}.",
            zh=f"没有编号为“{closure_id}”的封闭记录；现有：{known}。",
        )
    facts = _facts(store, held)
    with store.writing() as unit:
        unit.clear("closure", where={"closure_id": [wanted]})
        unit.note("reopened", str(held["name"].iloc[0]))
    first, last = (held[name].iloc[0].date() for name in ("from_day", "to_day"))
    weeks = _weeks_planned(store, first, last)
    return CloseResult(done="ended", closures=facts, stale_weeks=weeks)


def _facts(store: Store, closures: pd.DataFrame) -> tuple[ClosureFacts, ...]:
    roads = store.read_roads()
    return closure_facts(closures, roads, meant=closure_edges(closures, roads))


def _refuse_past(store: Store, wish: ClosureWish) -> None:
    """Refuse what no plan can count any more: weeks before the scores are not planned."""
    scores = store.read("score")
    as_of = scores["as_of"].max() if len(scores) else None
    if as_of is not None and pd.Timestamp(wish.to_day) < as_of:
        day = as_of.date()
        raise InputError(
            f"Expected a closure that holds on or after {day}, the day of the scores, "
            f"got one that ends on {wish.to_day}.",
            zh=f"封闭到 {wish.to_day} 就结束了，早于评分截至日 {day}，不会再影响任何计划。",
        )


def _meaning(wish: ClosureWish, roads: Roads) -> _Meant:
    edges = roads.edges
    if wish.everything:
        return _Meant(kind="all", name="*", edges=np.ones(len(edges), dtype=bool))
    if wish.classes:
        return _of_classes(wish.classes, roads)
    if wish.file is None:
        return _of_list(_asked(wish.roads), roads, name=None)
    found = read_road_list(wish.file, datum=wish.datum)
    if not found.shapes:
        return _of_list(found, roads, name=wish.file.name)
    crs = metric_crs(roads.nodes["x"])
    shape, edge = drawn_pairs(edges, found.shapes, crs=crs)
    means = np.zeros(len(edges), dtype=bool)
    means[edge] = True
    missed = sorted(set(range(len(found.shapes))).difference(shape.tolist()))
    return _Meant(
        kind="drawn",
        name=wish.file.name,
        edges=means,
        geometry=shapely.GeometryCollection(list(found.shapes)),
        unknown=tuple(f"{wish.file.name} #{number + 1}" for number in missed),
    )


def _asked(roads: tuple[str, ...]) -> RoadList:
    ways = tuple(way for way in map(read_way, roads) if way is not None)
    return RoadList(ways=ways, names=tuple(text for text in roads if read_way(text) is None))


def _of_classes(classes: tuple[str, ...], roads: Roads) -> _Meant:
    known = roads.edges["highway"]
    return _Meant(
        kind="classes",
        name=" ".join(classes),
        edges=np.asarray(known.isin(classes), dtype=bool),
        classes=classes,
        unknown=tuple(one for one in classes if one not in set(known)),
    )


def _of_list(asked: RoadList, roads: Roads, *, name: str | None) -> _Meant:
    """Find roads by number and by name; where they have numbers, those are what is kept."""
    edges = roads.edges
    means = edges_of_ways(edges["osmid"], asked.ways)
    known = way_numbers(edges["osmid"][means])
    unknown = [way for way in asked.ways if way not in known]
    for road in asked.names:
        called = _is_called(edges["name"], road) | _is_called(edges["ref"], road)
        means = means | called
        unknown += [] if called.any() else [road]
    kept = _way_numbers(edges, means, asked)
    return _Meant(
        kind="roads",
        name=name or _called(asked),
        edges=means,
        ways=tuple(sorted(kept, key=int)) if all(map(str.isdigit, kept)) else (),
        geometry=_lines(roads, means),
        unknown=tuple(unknown),
    )


def _way_numbers(edges: GeoDataFrame, means: NDArray[bool_], asked: RoadList) -> frozenset[str]:
    """
    List the way numbers that mean these edges and no other; none where no list of ways does.

    An edge may be made of several ways of several names. Such an edge is meant by a name that is
    one of its own, but which of its ways has that name is not known: another may go on as a
    neighbour's street. Where numbers do not tell, the roads go by where they run.
    """
    numbers = way_numbers(edges["osmid"][means]).intersection(asked.ways)
    if not asked.names:
        return numbers
    by_number = edges_of_ways(edges["osmid"], asked.ways)
    alone = ~edges["osmid"].str.contains(";", regex=False, na=True).to_numpy(dtype=bool)
    whole = edges["name"].isin(asked.names) | edges["ref"].isin(asked.names)
    sure = means & (alone | whole.to_numpy(dtype=bool))
    others = way_numbers(edges["osmid"][~means])
    numbers |= way_numbers(edges["osmid"][sure & ~by_number]) - others
    covered = edges_of_ways(edges["osmid"], numbers)
    return numbers if np.array_equal(covered, means) else frozenset()


def _is_called(names: pd.Series, road: str) -> NDArray[bool_]:
    called = [text for text in names.dropna().unique() if road in text.split(";")]
    return np.asarray(names.isin(called), dtype=bool)


def _called(asked: RoadList) -> str:
    roads = [*asked.names, *(f"way {way}" for way in asked.ways)]
    return "、".join(roads[:_NAMED]) + (f" … ({len(roads)})" if len(roads) > _NAMED else "")


def _lines(roads: Roads, means: NDArray[bool_]) -> BaseGeometry | None:
    """Draw the roads meant, each once: what they go by should the map lose their numbers."""
    once = one_of_each_road(roads.edges)
    lines = roads.edges.geometry.to_numpy()[once[means[once]]]
    return shapely.MultiLineString(list(lines)) if len(lines) else None


def _nothing_meant(wish: ClosureWish, meant: _Meant) -> NotFoundError:
    if wish.file is not None:
        return NotFoundError(
            f"{wish.file.name} means none of the roads on the map: no line runs along one within "
            "15 m, no area holds one, no number or name is known; nothing was stored.",
            zh=f"{wish.file.name} 对不上图上任何道路（线偏离道路 15 米以上，面内无路，"
            "或编号、路名不在图上）；未存入。",
        )
    asked = ", ".join(meant.unknown) or meant.name
    return NotFoundError(
        f"None of these roads is on the map: {asked}; nothing was stored.",
        zh=f"图上没有这些道路：{asked}；未存入。",
    )


def _row(wish: ClosureWish, meant: _Meant, *, closure_id: str) -> dict[str, Any]:
    return {
        "closure_id": closure_id,
        "kind": meant.kind,
        "name": meant.name,
        "ways": orjson.dumps(list(meant.ways)).decode() if meant.ways else None,
        "classes": orjson.dumps(list(meant.classes)).decode() if meant.classes else None,
        "from_day": wish.from_day,
        "to_day": wish.to_day,
        "speed_factor": wish.speed_factor,
        "note": wish.note[:_LONGEST_NOTE] or None,
        "geometry": meant.geometry,
        "source": wish.file.name if wish.file else None,
    }


def _next_id(unit: Unit) -> str:
    """Give the number after the highest ever given: plans name closures that were ended."""
    former = unit.read("history", where={"table_name": ["closure"]})["row_id"]
    numbers = [
        int(match[1])
        for key in (*unit.read("closure").index, *former)
        if (match := _ID.fullmatch(str(key)))
    ]
    return f"R{max(numbers, default=0) + 1}"


def _weeks_planned(store: Store, first: date, last: date) -> tuple[str, ...]:
    """List the weeks that have a plan and a day between two days."""
    weeks = sorted(set(store.read("plan")["week"]))
    return tuple(
        week
        for week in weeks
        if week_monday(week) <= last and first < week_monday(week) + timedelta(days=DAYS_PER_WEEK)
    )
