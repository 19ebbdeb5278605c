"""What a user says of a table to rank: which column is what, and up to which day to learn."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from data.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TeamMode = Literal["nuisance", "known", "ignore"]
TEAM_MODES: tuple[TeamMode, ...] = get_args(TeamMode)
Day: TypeAlias = date
"""The type, where a column of that name hides it."""
_LISTS = ("features", "categories", "history")
_NEEDED = ("id", "site", "date", "outcome", "train_until")


@dataclass(frozen=True, slots=True, kw_only=True)
class RankConfig:
    """
    Which column of a table is what.

    Attributes
    ----------
    id
        Column whose text names each row, once.
    site
        Column that names the place that was visited, or shall be.
    date
        Column of the day of the visit.
    outcome
        Column of 0 or 1; empty where nobody knows yet.
    train_until
        Only outcomes before this day are used. Rows on or after it are scored.
    team
        Column that names who went there, if there is one.
    lon, lat
        Columns of the position, degrees; both or neither.
    features
        Columns that were known before the visit: numbers, yes or no, or words.
    categories
        Those of ``features`` whose numbers are codes, such as a postal code, and no amounts.
    history
        Columns of what else came out of a visit, such as a count of faults: used of past visits
        only.
    team_mode
        ``nuisance``: teams are allowed for and averaged out of the score; ``known``: each row is
        scored for the team that will go; ``ignore``: teams are left out.
    """

    id: str
    site: str
    date: str
    outcome: str
    train_until: Day
    team: str | None = None
    lon: str | None = None
    lat: str | None = None
    features: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    team_mode: TeamMode = "nuisance"

    def named(self) -> Iterator[tuple[str, str]]:
        """Give each key that names a column with the column."""
        for key in ("id", "site", "date", "outcome", "team", "lon", "lat"):
            column = getattr(self, key)
            if column is not None:
                yield key, column
        for key in ("features", "history"):
            for column in getattr(self, key):
                yield key, column


def read_rank_config(settings: Mapping[str, Any], *, file: str) -> RankConfig:
    """
    Understand what a user says of a table.

    Parameters
    ----------
    settings
        Decoded TOML with the attributes of ``RankConfig`` as keys.
    file
        Its name, for messages.

    Raises
    ------
    ConfigError
        If a key is unknown or missing, a value is of the wrong kind, or one column has two
        meanings that exclude each other.
    """
    _check_keys(settings, file)
    values: dict[str, Any] = {}
    for key, value in settings.items():
        if key == "train_until":
            values[key] = _day(value, file)
        elif key == "team_mode":
            values[key] = _team_mode(value, file)
        elif key in _LISTS:
            values[key] = _columns(key, value, file)
        else:
            values[key] = _column(key, value, file)
    config = RankConfig(**values)
    _check_meanings(config, file)
    return config


def near(word: str, known: Iterator[str] | tuple[str, ...]) -> str | None:
    """
    Find the known word that somebody most likely meant; ``None`` where none is like it.

    Examples
    --------
    >>> near("Outcom", ("outcome", "site"))
    'outcome'
    """
    by_small = {one.lower(): one for one in known}
    found = get_close_matches(word.lower(), list(by_small), n=1)
    return by_small[found[0]] if found else None


def _check_keys(settings: Mapping[str, Any], file: str) -> None:
    known = tuple(field.name for field in fields(RankConfig))
    for key in settings:
        if key not in known:
            meant = near(key, known)
            raise _fault(
                file,
                f"there is no key {key!r}"
                + (f", did you mean {meant}" if meant else f"; known are {', '.join(known)}"),
                f"没有 {key} 这一项"
                + (f"，是否想写 {meant}" if meant else f"；可用：{'、'.join(known)}"),
            )
    lacking = [key for key in _NEEDED if key not in settings]
    if lacking:
        raise _fault(
            file,
            f"{', '.join(lacking)} must be given; see docs/rank.md",
            f"缺少 {'、'.join(lacking)}，写法见 docs/rank.md",
        )


def _column(key: str, value: object, file: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _fault(
            file,
            f"expected the name of a column as {key}, got {value!r}",
            f"{key} 应是一个列名，现为“{value}”",
        )
    return value.strip()


def _columns(key: str, value: object, file: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise _fault(
            file,
            f'expected a list such as ["size", "kind"] as {key}, got {value!r}',
            f'{key} 应写成 ["规模", "行业"] 这样的列表，现为“{value}”',
        )
    columns = tuple(_column(key, item, file) for item in value)
    twice = sorted({column for column in columns if columns.count(column) > 1})
    if twice:
        raise _fault(
            file,
            f"{key} names {', '.join(twice)} twice",
            f"{key} 里 {'、'.join(twice)} 写了两次",
        )
    return columns


def _day(value: object, file: str) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError as error:
        raise _fault(
            file,
            f"expected train_until with a date such as 2026-11-22, got {value!r}",
            f"train_until 应为 2026-11-22 这样的日期，现为“{value}”",
        ) from error


def _team_mode(value: object, file: str) -> TeamMode:
    for mode in TEAM_MODES:
        if value == mode:
            return mode
    raise _fault(
        file,
        f"expected team_mode to be one of {', '.join(TEAM_MODES)}, got {value!r}",
        f"team_mode 应为 {'、'.join(TEAM_MODES)} 之一，现为“{value}”",
    )


def _check_meanings(config: RankConfig, file: str) -> None:
    if (config.lon is None) != (config.lat is None):
        raise _fault(
            file,
            "expected both lon and lat, or neither",
            "lon 和 lat 要么都写，要么都不写",
        )
    if config.team_mode == "known" and config.team is None:
        raise _fault(
            file,
            'team_mode = "known" needs the column of the team; name it as team',
            'team_mode = "known" 需要队伍列，请写明 team',
        )
    stray = [column for column in config.categories if column not in config.features]
    if stray:
        raise _fault(
            file,
            f"categories names {', '.join(stray)}, which features does not",
            f"categories 里的 {'、'.join(stray)} 不在 features 里",
        )
    results = {config.outcome, *config.history}
    told = [column for column in config.features if column in results]
    if told:
        raise _fault(
            file,
            f"{', '.join(told)} is what a visit finds, and cannot be a feature known before it",
            f"{'、'.join(told)} 是检查的结果，不能当作检查前已知的 features",
        )
    if config.outcome in config.history:
        raise _fault(
            file,
            f"{config.outcome} is the outcome, whose history counts already; take it out of "
            "history",
            f"{config.outcome} 就是 outcome，其历史本来就会用到，请从 history 中删去",
        )


def _fault(file: str, en: str, zh: str) -> ConfigError:
    return ConfigError(f"{file}: {en}.", zh=f"{file}：{zh}。")
