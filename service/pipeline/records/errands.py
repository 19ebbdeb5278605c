"""What pages' records are about: stops of stored plans; what fits none is refused in one line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from data.errors import InputError
from data.ledger.pagesaid import CHINA, SaidPlace, SaidVisit
from data.model import SWEEP
from data.units import week_monday
from data.words import RESULTS, SWEEP_RESULTS
from service.pipeline.places.sites import day_in
from service.pipeline.records.phones import Errand, errand_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from data.ledger.pagefiles import PageRecord
    from data.ports import PlainRows

_SHOWN = 20
_CLOCKS_DIFFER = timedelta(minutes=10)
"""Phones that merged their results need not agree about the minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStop:
    """
    One stop of a stored plan.

    Attributes
    ----------
    day, team
        Day of its route, and name of the team.
    visit_type
        Code of ``data.words.VISIT_TYPES``.
    name
        What people call the place.
    """

    day: date
    team: str
    visit_type: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Errands:
    """
    The plans that records name.

    Attributes
    ----------
    weeks
        Plan to its week.
    stops
        Plan and site, or place to sweep, to its stop.
    sites
        Ids of the sites that there are, of those that were asked for.
    teams
        Team to its name.
    """

    weeks: dict[str, str]
    stops: dict[tuple[str, str], PlannedStop]
    sites: frozenset[str]
    teams: dict[str, str]

    def errand(self, record: PageRecord) -> Errand:
        """Name the errand of a record: the same for all versions of a week's plan."""
        return errand_of(self.weeks[record.plan], record.stop, record.day)

    def team(self, record: PageRecord) -> str | None:
        """Name the team that went: the route's, or of a place the one that the page states."""
        stop = self.stops.get((record.plan, record.stop))
        return stop.team if stop else self.teams.get(record.team, record.team) or None


def read_errands(
    tables: PlainRows, plans: Iterable[str], *, stops: Iterable[str] | None = None
) -> Errands:
    """
    Read the stops of plans; one that is not stored has none.

    Parameters
    ----------
    stops
        Only these sites and places to sweep, which spares reading a whole county for one answer;
        ``None``: all that there are.
    """
    of_plans = {"plan_id": sorted(set(plans))}
    asked = None if stops is None else sorted(set(stops))
    planned = tables.rows(
        "stop", where=of_plans if asked is None else of_plans | {"site_id": asked}
    )
    on_routes = {"route_id": sorted({row["route_id"] for row in planned})}
    days = {
        row["route_id"]: (day_in(row["day"]), row["team_id"])
        for row in tables.rows("route", where=on_routes, columns=("route_id", "day", "team_id"))
    }
    weeks = tables.rows("plan", where=of_plans, columns=("plan_id", "week"))
    teams = {row["team_id"]: row["name"] for row in tables.rows("team")}
    sites = _names(tables, "site", asked)
    names = sites | _names(tables, "sweep", asked)
    return Errands(
        weeks={row["plan_id"]: row["week"] for row in weeks},
        stops={
            (row["plan_id"], row["site_id"]): PlannedStop(
                day=days[row["route_id"]][0],
                team=teams.get(days[row["route_id"]][1], ""),
                visit_type=str(row["visit_type"]),
                name=names.get(row["site_id"], row["site_id"]),
            )
            for row in planned
        },
        sites=frozenset(sites),
        teams=teams,
    )


def _names(tables: PlainRows, table: str, keys: Sequence[str] | None) -> dict[str, str]:
    key = f"{table}_id"
    rows = tables.rows(table, where=None if keys is None else {key: keys}, columns=(key, "name"))
    return {row[key]: str(row["name"]) for row in rows}


def check_records(records: Iterable[PageRecord], errands: Errands) -> None:
    """
    Refuse what no plan of this store asked for, or what cannot have happened when it is said to.

    Raises
    ------
    InputError
        For the first record that does not fit: plan, site, day, result or moment.
    """
    for record in records:
        _check_plan(record, errands)
        if isinstance(record.said, SaidVisit):
            _check_stop(record, errands)
            _check_result(record, record.said)
        else:
            _check_place_day(record, errands)
        _check_moments(record, week_monday(errands.weeks[record.plan]))


def _check_plan(record: PageRecord, errands: Errands) -> None:
    if not record.plan:
        raise InputError(
            f"{record.file}: names no plan; export the results anew from the page of the route.",
            zh=f"{record.file} 没有写明计划编号，请从路线页重新导出。",
        )
    if record.plan not in errands.weeks:
        raise InputError(
            f"{record.file}: this store has no plan {record.plan!r}; record the results in the "
            "store that planned the week.",
            zh=f"{record.file}：本库没有计划 {record.plan}，请在编排该周的库里记入。",
        )
    if record.week and record.week != (week := errands.weeks[record.plan]):
        raise InputError(
            f"{record.file}: says it is of {record.week[:_SHOWN]}, plan {record.plan} is of {week};"
            " it was changed by hand: export the results anew from the page of the route.",
            zh=f"{record.file} 写的是 {record.week[:_SHOWN]}，而计划 {record.plan} 是 {week} 的；"
            "文件被手工改过，请从路线页重新导出。",
        )


def _check_stop(record: PageRecord, errands: Errands) -> None:
    stop = errands.stops.get((record.plan, record.stop))
    if stop is None and record.stop.startswith(SWEEP):
        raise InputError(
            f"{record.file}: no plan in this store drew the place {record.stop!r}; "
            "record the results in the store that planned the week.",
            zh=f"{record.file}：本库的计划里没有排查片区 {record.stop}，请在编排该周的库里记入。",
        )
    if stop is None:
        raise _no_stop(record, is_known=record.stop in errands.sites)
    if not record.stop.startswith(SWEEP) and record.stop not in errands.sites:
        raise InputError(
            f"{record.file}: {record.stop} is no longer in the ledger; it may have been merged "
            "into another site, so enter its result there in the visits' ledger.",
            zh=f"{record.file}：{record.stop} 已不在台账中，可能已并入其他点位，"
            "请把结果写进检查台账的对应点位后导入。",
        )
    if stop.day != record.day:
        raise InputError(
            f"{record.file}: says {record.stop} was on the route of {record.day}, plan "
            f"{record.plan} has it on {stop.day}; it is of another week or was changed by hand.",
            zh=f"{record.file}：{record.stop} 写在 {record.day} 的路线上，而计划 {record.plan} "
            f"排在 {stop.day}；可能是另一周的结果，或被手工改过。",
        )


def _no_stop(record: PageRecord, *, is_known: bool) -> InputError:
    if is_known:
        return InputError(
            f"{record.file}: plan {record.plan} has no stop at {record.stop}; an unplanned visit "
            "goes into the visits' ledger.",
            zh=f"{record.file}：计划 {record.plan} 没有安排 {record.stop}；"
            "计划外的检查请写进检查台账导入。",
        )
    return InputError(
        f"{record.file}: the site {record.stop!r} is unknown here; record the results in the "
        "store that planned the week.",
        zh=f"{record.file}：本库没有点位 {record.stop}，请在编排该周的库里记入。",
    )


def _check_result(record: PageRecord, said: SaidVisit) -> None:
    is_sweep = record.stop.startswith(SWEEP)
    known = SWEEP_RESULTS if is_sweep else RESULTS
    if said.result is None or said.result in known:
        return
    what = "a sweep" if is_sweep else "a visit"
    raise InputError(
        f"{record.file}: expected the result of {what} among {', '.join(known)}, "
        f"got {said.result!r} at {record.stop}.",
        zh=f"{record.file}：{record.stop} 的结果应为 {'、'.join(known)} 之一，"
        f"现为“{said.result}”。",
    )


def _check_place_day(record: PageRecord, errands: Errands) -> None:
    monday = week_monday(errands.weeks[record.plan])
    if not monday <= record.day < monday + timedelta(days=7):
        raise InputError(
            f"{record.file}: a place was found on {record.day}, which is not in the week of plan "
            f"{record.plan}.",
            zh=f"{record.file}：{record.day} 发现的点位不在计划 {record.plan} 的那一周。",
        )


def _check_moments(record: PageRecord, monday: date) -> None:
    """Refuse what is dated before the week, or after the file was written."""
    begins = datetime.combine(monday, time(), CHINA)
    for moment in _moments(record):
        if moment < begins:
            raise InputError(
                f"{record.file}: {record.stop} is dated {_shown(moment)}, before the week of plan "
                f"{record.plan} begins; set the phone's clock and mend the record.",
                zh=f"{record.file}：{record.stop} 的时间 {_shown(moment)} 早于计划 {record.plan} "
                "那一周的开始，请核对手机时间并改正。",
            )
        if record.exported and moment > record.exported + _CLOCKS_DIFFER:
            raise InputError(
                f"{record.file}: {record.stop} is dated {_shown(moment)}, after the file was "
                f"written ({_shown(record.exported)}); set the phone's clock and export anew.",
                zh=f"{record.file}：{record.stop} 的时间 {_shown(moment)} 晚于文件导出时间 "
                f"{_shown(record.exported)}，请核对手机时间后重新导出。",
            )


def _moments(record: PageRecord) -> Iterator[datetime]:
    yield record.edited_at
    if isinstance(record.said, SaidPlace):
        yield record.said.at
        return
    yield from (one for one in (record.said.arrived_at, record.said.done_at) if one is not None)


def _shown(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"
