"""What somebody wants changed in a week that runs: when, whom to see, who is away."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import orjson
import pandas as pd

from data.errors import ConfigError, NotFoundError
from data.units import DAYS_PER_WEEK, SECONDS_PER_WEEK, week_monday
from planning.changes import ChangeFile
from service.pipeline.places.naming import candidates, find_named
from service.pipeline.plans.sheets import latest_plan
from service.pipeline.plans.visited import all_looks
from service.pipeline.roads.clocks import seconds_of_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from data.store import Store
    from planning.calendar import Shift

_WEEK = timedelta(days=DAYS_PER_WEEK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """
    What to change.

    Attributes
    ----------
    since
        The moment, in local time without a zone.
    add
        Reasons by site, each site named by its id or name.
    absent
        Pairs of a team, by name or id, and a day on which it does not work from the moment on.
    changes
        What a file of hand changes asks for besides.
    """

    since: datetime
    add: Mapping[str, str]
    absent: tuple[tuple[str, date], ...]
    changes: ChangeFile = field(default_factory=ChangeFile)

    def since_s(self, week: str) -> int:
        """
        Say the moment in seconds of a week.

        Raises
        ------
        ConfigError
            If it does not lie in the week.
        """
        monday = week_monday(week)
        passed = self.since - datetime.combine(monday, datetime.min.time())
        seconds = int(passed.total_seconds())
        if not 0 <= seconds < SECONDS_PER_WEEK:
            last = monday + timedelta(days=6)
            raise ConfigError(
                f"Expected --from with a moment in {week} ({monday} to {last}), got {self.since}.",
                zh=f"--from 应在 {week}（{monday} 至 {last}）之内，现为 {self.since}。",
            )
        return seconds


def read_wishes(
    since: str | datetime,
    add: Sequence[str],
    absent: Sequence[str],
    *,
    changes: ChangeFile | None = None,
) -> Wishes:
    """
    Read what was given to ``--from``, ``--add``, ``--absent`` and ``--changes``.

    Raises
    ------
    ConfigError
        If a text is not of its form, or a site is added twice.
    """
    asked: dict[str, str] = {}
    for text in add:
        site, reason = _halves(text, "--add", "SITE:REASON")
        if site in asked:
            raise ConfigError(f"--add names {site!r} twice.", zh=f"--add 把“{site}”写了两次。")
        asked[site] = reason
    away = [_halves(text, "--absent", "TEAM:DATE") for text in absent]
    return Wishes(
        since=since if isinstance(since, datetime) else _moment(since),
        add=asked,
        absent=tuple((team, _day(day)) for team, day in away),
        changes=changes or ChangeFile(),
    )


def hand_moment(store: Store, week: str) -> datetime:
    """
    Say from when on hand changes hold that name no moment: nothing of the week has happened yet.

    Returns
    -------
    moment
        The moment of the plan in force, where it was made within its week; else its first hour.

    Raises
    ------
    NotFoundError
        If the week has no plan.
    ConfigError
        If visits on record show that the week has gone on since.
    """
    plan = latest_plan(store, week)
    since = plan_moment(plan)
    day = last_record(store, plan)
    if day is not None:
        raise ConfigError(
            f"Visits of {week} are on record up to {day}; say with --from when the changes begin.",
            zh=f"{week} 已有到 {day} 的检查记录，请用 --from 写明改动从何时起。",
        )
    return since


def plan_moment(plan: pd.Series[Any]) -> datetime:
    """Say from when on a plan holds: its replan's moment, else the first hour of its week."""
    first = datetime.combine(week_monday(plan["week"]), datetime.min.time())
    params = orjson.loads(plan["params"])
    return datetime.fromisoformat(params.get("replan", {}).get("from", first.isoformat()))


def last_record(store: Store, plan: pd.Series[Any]) -> date | None:
    """
    Find the last day of a plan's week with a visit or sweep on record since the plan holds.

    Of the very day from which it holds a record counts unless the team came before that hour; where
    nobody knows when it came, it counts.
    """
    since = pd.Timestamp(plan_moment(plan))
    looks = all_looks(store)
    days = looks["day"]
    hours = pd.to_timedelta(seconds_of_day(looks["arrived_at"]), unit="s")
    in_week = days < pd.Timestamp(week_monday(plan["week"])) + _WEEK
    begun = days[(days >= since.normalize()) & in_week & ~(days + hours < since)]
    return begun.max().date() if len(begun) else None


def named_sites(store: Store, add: Mapping[str, str], standing: pd.DataFrame) -> dict[str, str]:
    """
    Find which sites are meant; reasons by site id.

    Raises
    ------
    NotFoundError
        If there is no such site, or it is gone.
    ConfigError
        If a name may mean several sites, or two names mean one.
    """
    found: dict[str, str] = {}
    for asked, reason in add.items():
        meant = find_named(store, asked)
        if not isinstance(meant, str):
            zh, en = candidates(meant, "zh"), candidates(meant, "en")
            raise ConfigError(
                f"--add {asked!r} may mean {len(meant)} sites ({en}); give the id of one.",
                zh=f"--add 中的“{asked}”可能是 {len(meant)} 个点位（{zh}），请写编号。",
            )
        if meant not in standing.index:
            raise NotFoundError(
                f"--add {asked!r}: the ledger has no such site, or it is gone.",
                zh=f"--add 中的“{asked}”不是台账中现有的点位，或已拆除。",
            )
        if meant in found:
            raise ConfigError(
                f"--add names the site {meant} twice.", zh=f"--add 把点位 {meant} 写了两次。"
            )
        found[meant] = reason
    return found


def named_shifts(
    wishes: Wishes, teams: pd.DataFrame, shifts: Iterable[Shift]
) -> tuple[tuple[str, ...], ...]:
    """
    Find the shifts of teams that are away, those of each wish by themselves.

    Raises
    ------
    NotFoundError
        If there is no such team.
    ConfigError
        If the day is past, or the plan has no shift of the team on it.
    """
    listed, found = list(shifts), []
    for asked, day in wishes.absent:
        ids = [str(team) for team in teams.index if asked in (team, teams["name"][team])]
        if not ids:
            known = ", ".join(teams["name"])
            raise NotFoundError(
                f"--absent names the unknown team {asked!r}; there are {known}.",
                zh=f"--absent 中的队伍“{asked}”不在队伍表里，现有：{known}。",
            )
        mine = [shift.id for shift in listed if shift.team in ids and shift.day == day]
        if day < wishes.since.date() or not mine:
            raise ConfigError(
                f"--absent {asked}:{day}: the plan has no shift of this team on that day "
                f"after {wishes.since:%Y-%m-%d %H:%M}.",
                zh=f"--absent {asked}:{day}：{wishes.since:%Y-%m-%d %H:%M} 之后，"
                "计划中该队当天没有班次。",
            )
        found.append(tuple(mine))
    return tuple(found)


def _halves(text: str, option: str, form: str) -> tuple[str, str]:
    """Cut a text at its first colon, of either width."""
    first, colon, second = text.replace("：", ":", 1).partition(":")
    if not (first.strip() and colon and second.strip()):
        raise ConfigError(
            f"Expected {option} {form}, got {text!r}.", zh=f"{option} 应写成 {form}，现为“{text}”。"
        )
    return first.strip(), second.strip()


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise _wrong_moment(text) from error
    if moment.tzinfo is not None:
        raise _wrong_moment(text)
    return moment


def _wrong_moment(text: str) -> ConfigError:
    return ConfigError(
        f"Expected --from with local time such as 2026-11-25T11:00, got {text!r}.",
        zh=f"--from 应为当地时间，如 2026-11-25T11:00，现为“{text}”。",
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(
            f"Expected --absent with a date such as 2026-11-25, got {text!r}.",
            zh=f"--absent 的日期应如 2026-11-25，现为“{text}”。",
        ) from error
