"""Closures in and out of the store: which roads, which days, how slow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson
import pandas as pd

from data.errors import ConfigError, InputError, NotFoundError
from data.schema import CLOSURE, as_table
from data.units import DAYS_PER_WEEK, week_monday
from service.pipeline.places.standing import leave_out_gone
from service.pipeline.roads.checking import lost_sites
from service.pipeline.roads.meaning import meaning, nothing_meant
from service.pipeline.roads.travel import closure_edges, closure_facts, town_travel
from service.pipeline.rules.ruling import rules_in_force
from service.results.road import CloseResult

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from data.model import Roads
    from data.store import Store
    from data.store.unit import Unit
    from service.pipeline.roads.meaning import Meant
    from service.results.road import ClosureFacts, LostSite

_ID = re.compile(r"R(\d+)")
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
    meant = meaning(wish, roads)
    if not meant.edges.any():
        raise nothing_meant(wish, meant)
    with store.writing() as unit:
        rows = as_table([_row(wish, meant, closure_id=_next_id(unit))], CLOSURE)
        unit.upsert("closure", rows)
        unit.note("closed", [f"{rows.index[0]} {meant.name}"])
    facts = closure_facts(rows, roads, meant=closure_edges(rows, roads))
    return CloseResult(
        done="closed",
        closures=facts,
        unknown=meant.unknown,
        similar=meant.similar,
        stale_weeks=_weeks_planned(store, wish.from_day, wish.to_day),
        lost=_lost_by(store, str(rows.index[0]), roads),
    )


def _lost_by(store: Store, closure_id: str, roads: Roads) -> tuple[LostSite, ...]:
    """List the standing sites that no car gets to for this closure's sake alone."""
    sites, teams = leave_out_gone(store.read("site")), store.read("team")
    if not len(sites) or not len(teams):
        return ()
    travel = town_travel(store, roads=roads, closure_ids=[closure_id])
    limit_m = rules_in_force(store).rules.reach.walk_m
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


def end_closures(store: Store, closure_ids: Sequence[str]) -> CloseResult:
    """
    Take closures back, all or none; the history keeps them.

    Raises
    ------
    NotFoundError
        If there is none of one of these ids.
    """
    wanted = sorted({closure_id.strip().upper() for closure_id in closure_ids})
    held = store.read("closure", where={"closure_id": wanted})
    missing = [closure_id for closure_id in wanted if closure_id not in held.index]
    if missing:
        raise _no_closure(missing, store.read("closure").index.tolist())
    facts = _facts(store, held)
    with store.writing() as unit:
        unit.clear("closure", where={"closure_id": wanted})
        unit.note("reopened", [f"{key} {name}" for key, name in held["name"].items()])
    weeks: set[str] = set()
    for first, last in zip(held["from_day"], held["to_day"], strict=True):
        weeks |= set(_weeks_planned(store, first.date(), last.date()))
    return CloseResult(done="ended", closures=facts, stale_weeks=tuple(sorted(weeks)))


def _no_closure(missing: Sequence[str], known: Sequence[str]) -> NotFoundError:
    return NotFoundError(
        f"There is no closure {', '.join(missing)}; known: {', '.join(known) or 'none'}; "
        "nothing was taken back.",
        zh=f"没有编号为 {'、'.join(missing)} 的封闭记录"
        f"（现有：{'、'.join(known) or '无'}）；未撤销。",
    )


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


def _row(wish: ClosureWish, meant: Meant, *, closure_id: str) -> dict[str, Any]:
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
