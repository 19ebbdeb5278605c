"""Hand changes as people write them: read from a file, every name found in the store."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import orjson

from data.config import read_toml
from data.errors import ChangeError, InputError, NotFoundError, ProblemError
from data.units import SECONDS_PER_DAY, week_monday
from planning.changes import ChangeFile, Item, Order, read_change_file
from service.pipeline.places.naming import candidates, find_named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    import pandas as pd

    from data.store import Store
    from planning.calendar import Shift

_NO_DAY_LEFT = (
    "计划中该队当天没有尚未结束的班次",
    "the plan has no shift of this team on that day that is still to come",
)


def read_changes(path: Path) -> ChangeFile:
    """
    Read a change file; its ending says whether it is TOML, anything else is JSON.

    Raises
    ------
    ConfigError, InputError
        If it cannot be read, or is not of its form.
    """
    if path.suffix.lower() == ".toml":
        return read_change_file(read_toml(path))
    try:
        listed = orjson.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except OSError as error:
        raise InputError(
            f"The change file {path.name} cannot be read: {error.strerror}.",
            zh=f"改动文件 {path.name} 无法读取：{error.strerror}。",
        ) from error
    except orjson.JSONDecodeError as error:
        raise ProblemError(
            f"The change file {path.name} is not valid JSON: {error}.",
            zh=f"改动文件 {path.name} 的 JSON 写法有误：{error}。",
        ) from error
    return read_change_file(listed)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Resolver:
    """
    Finds what the changes of a week mean.

    Attributes
    ----------
    store
        Where names are looked up.
    week, from_s
        The ISO week, and the moment in seconds of it.
    standing, teams
        Tables ``site`` without those that are gone, and ``team``.
    shifts
        The plan's shifts.
    """

    store: Store
    week: str
    from_s: int
    standing: pd.DataFrame = field(repr=False)
    teams: pd.DataFrame = field(repr=False)
    shifts: Sequence[Shift] = field(repr=False)

    def order(self, item: Item) -> Order:
        """
        Write one change in the terms of the problem.

        Raises
        ------
        ChangeError
            If a name or day fits nothing, or a name fits several.
        """
        site = None if item.site is None else self._site(item)
        return Order(
            number=item.number,
            do=item.do,
            site=site,
            shifts=self._shifts(item),
            at_s=self._at_s(item),
        )

    def _site(self, item: Item) -> str:
        asked = item.site or ""
        try:
            meant = find_named(self.store, asked)
        except NotFoundError as error:
            raise ChangeError(
                item.number,
                f"no site has the id {asked!r} or a name like it",
                zh=f"没有编号或名称为“{asked}”的点位",
            ) from error
        if not isinstance(meant, str):
            zh, en = candidates(meant, "zh"), candidates(meant, "en")
            raise ChangeError(
                item.number,
                f"{asked!r} may mean {len(meant)} sites ({en}); give the id of one",
                zh=f"“{asked}”可能是 {len(meant)} 个点位（{zh}），请写编号",
            )
        if meant not in self.standing.index:
            raise ChangeError(
                item.number,
                f"{asked!r} is no site of the ledger, or it is gone",
                zh=f"“{asked}”不是台账中现有的点位，或已拆除",
            )
        return meant

    def _shifts(self, item: Item) -> tuple[str, ...]:
        if item.do in ("forbid", "allow"):
            return self._of(item, item.team, item.day)
        if item.team is None:
            return ()
        mine = self._of(item, item.team, item.day)
        if item.do == "swap":
            theirs = self._of(item, item.with_team, item.with_day or item.day)
            return mine[0], theirs[0]
        if item.do == "absent":
            return self._still_to_come(item, mine)
        return mine

    def _of(self, item: Item, team: str | None, day: date | None) -> tuple[str, ...]:
        """List the shifts of a team, of a day, or of both; early ones first."""
        meant = None if team is None else self._team(item, team)
        found = [
            shift
            for shift in self.shifts
            if (meant is None or shift.team == meant) and (day is None or shift.day == day)
        ]
        if not found:
            raise ChangeError(
                item.number,
                f"the plan has no shift of {team or 'any team'} on {day or 'any day'}",
                zh=f"计划中{team or '各队'}在 {day or '本周'} 没有班次",
            )
        found.sort(key=lambda shift: (shift.start_s, shift.id))
        return tuple(shift.id for shift in found)

    def _team(self, item: Item, asked: str) -> str:
        ids = [str(team) for team in self.teams.index if asked in (team, self.teams["name"][team])]
        if not ids:
            raise ChangeError(
                item.number,
                f"there is no team {asked!r}; there are {', '.join(self.teams['name'])}",
                zh=f"队伍表里没有“{asked}”，现有：{'、'.join(self.teams['name'])}",
            )
        return ids[0]

    def _still_to_come(self, item: Item, shifts: Sequence[str]) -> tuple[str, ...]:
        known = {shift.id: shift for shift in self.shifts}
        ahead = tuple(shift for shift in shifts if known[shift].end_s > self.from_s)
        if not ahead:
            raise ChangeError(item.number, _NO_DAY_LEFT[1], zh=_NO_DAY_LEFT[0])
        return ahead

    def _at_s(self, item: Item) -> int | None:
        """Say a time of day in seconds of the week; a night shift goes on past midnight."""
        if item.at_s is None or item.day is None:
            return None
        at_s = (item.day - week_monday(self.week)).days * SECONDS_PER_DAY + item.at_s
        mine = set(self._of(item, item.team, item.day))
        shifts = [shift for shift in self.shifts if shift.id in mine]
        is_before = all(at_s < shift.start_s for shift in shifts)
        next_s = at_s + SECONDS_PER_DAY
        return next_s if is_before and any(next_s <= shift.end_s for shift in shifts) else at_s
