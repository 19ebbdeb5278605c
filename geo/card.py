"""The scorecard as a checked record: points, thresholds, words, industries."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from importlib import resources
from typing import TYPE_CHECKING, Any

from data.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

FULL_POINTS = 100.0
WORD_LISTS = frozenset({"sublet", "odour", "gate", "reported", "power_cut", "red"})
LICENCE_LISTS = frozenset({"none", "partial", "full"})
_CLOSE = 1e-9
_CARD_KEYS = frozenset(
    {"name", "version", "grades", "points", "limits", "words", "licences", "industry"}
)
_INDUSTRY_KEYS = frozenset({"zh", "en", "share", "codes", "words"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """
    Where the share of a factor begins or ends.

    Parameters
    ----------
    workers_full
        People at which the share of ``workers`` is 1.
    tip_radius_m, tip_days
        How near and how recent a tip must be.
    density_radius_m, density_full
        How near other sites count, and how many make the share 1.
    near_m, far_m
        Homes and water: share 1 up to ``near_m``, 0 from ``far_m`` on.
    access_none_m, access_full_m
        Way on foot from the road: share 0 up to the first, 1 from the second on.
    age_full_days
        Days without a look at which the share is 1.

    Raises
    ------
    ConfigError
        If a value is not > 0, or an end is not beyond its beginning.
    """

    workers_full: float
    tip_radius_m: float
    tip_days: float
    density_radius_m: float
    density_full: float
    near_m: float
    far_m: float
    access_none_m: float
    access_full_m: float
    age_full_days: float

    def __post_init__(self) -> None:
        for one in fields(self):
            if not getattr(self, one.name) > 0:
                raise ConfigError(
                    f"Expected limits.{one.name} > 0, got {getattr(self, one.name)}.",
                    zh=f"评分卡：limits.{one.name} 必须大于 0，现为 {getattr(self, one.name)}。",
                )
        for low, high in (("near_m", "far_m"), ("access_none_m", "access_full_m")):
            if not getattr(self, low) < getattr(self, high):
                raise ConfigError(
                    f"Expected limits.{low} < limits.{high}, "
                    f"got {getattr(self, low)} and {getattr(self, high)}.",
                    zh=f"评分卡：limits.{low} 应小于 limits.{high},"
                    f"现为 {getattr(self, low)} 和 {getattr(self, high)}。",
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Industry:
    """
    A group of industries with one hazard.

    Parameters
    ----------
    zh, en
        What the group is called.
    share
        Share of the industry points, 0-1.
    codes
        Beginnings of GB/T 4754 classes, digits only.
    words
        Words that mean the group where no code does.

    Raises
    ------
    ConfigError
        If the share is outside 0-1 or a code holds anything but digits.
    """

    zh: str
    en: str
    share: float
    codes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ConfigError(
                f"Expected share of {self.zh!r} in [0, 1], got {self.share}.",
                zh=f"评分卡：“{self.zh}”的 share 应在 0 到 1 之间，现为 {self.share}。",
            )
        for code in self.codes:
            if not (code.isascii() and code.isdigit()):
                raise ConfigError(
                    f"Expected codes of {self.zh!r} as digits, got {code!r}.",
                    zh=f"评分卡：“{self.zh}”的 codes 只能是数字，现为“{code}”。",
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """
    Everything an office may change about the score.

    Parameters
    ----------
    name, version
        Stored with every score.
    points
        Points by factor code, >= 0, together 100.
    red, orange, yellow
        Lowest risk of each colour, ``0 < yellow < orange < red <= 1``.
    limits
        Where shares begin and end.
    words
        Words in the remark by meaning, see ``WORD_LISTS``.
    licences
        Words in the licence column by meaning, see ``LICENCE_LISTS``.
    industries
        Groups of industries; the longest matching code wins.

    Raises
    ------
    ConfigError
        If a value is outside its range or a list is missing.
    """

    name: str
    version: str
    points: Mapping[str, float]
    red: float
    orange: float
    yellow: float
    limits: Limits
    words: Mapping[str, tuple[str, ...]]
    licences: Mapping[str, tuple[str, ...]]
    industries: tuple[Industry, ...]

    def __post_init__(self) -> None:
        for code, points in self.points.items():
            if not points >= 0:
                raise ConfigError(
                    f"Expected points.{code} >= 0, got {points}.",
                    zh=f"评分卡：points.{code} 不能小于 0，现为 {points}。",
                )
        total = sum(self.points.values())
        if not abs(total - FULL_POINTS) < _CLOSE:
            raise ConfigError(
                f"Expected points that sum to {FULL_POINTS:g}, got {total:g}.",
                zh=f"评分卡：points 各项之和应为 {FULL_POINTS:g}，现为 {total:g}。",
            )
        if not 0 < self.yellow < self.orange < self.red <= 1:
            raise ConfigError(
                "Expected grades 0 < yellow < orange < red <= 1, "
                f"got {self.yellow}, {self.orange}, {self.red}.",
                zh="评分卡：grades 应有 0 < yellow < orange < red ≤ 1,"
                f"现为 {self.yellow}、{self.orange}、{self.red}。",
            )
        _check_lists("words", self.words, WORD_LISTS)
        _check_lists("licences", self.licences, LICENCE_LISTS)

    @property
    def model(self) -> str:
        """Return name and version as scores store them, such as ``card-1``."""
        return f"{self.name}-{self.version}"


def _check_lists(name: str, lists: Mapping[str, tuple[str, ...]], expected: frozenset[str]) -> None:
    if set(lists) != expected:
        raise ConfigError(
            f"Expected lists {', '.join(sorted(expected))} in {name}, "
            f"got {', '.join(sorted(lists)) or 'none'}.",
            zh=f"评分卡：{name} 应有 {'、'.join(sorted(expected))} 各表，"
            f"现有 {'、'.join(sorted(lists)) or '无'}。",
        )


def parse_card(table: Mapping[str, Any]) -> Scorecard:
    """
    Read a scorecard from the tables of a TOML file.

    Parameters
    ----------
    table
        As ``tomllib`` gives it; the layout is that of ``geo/scorecard.toml``.

    Raises
    ------
    ConfigError
        If a key is missing, not known, of the wrong kind or out of its range.
    """
    _check_keys(("the scorecard", "顶层"), table, _CARD_KEYS)
    try:
        return Scorecard(
            name=str(table["name"]),
            version=str(table["version"]),
            points=_numbers("points", table["points"]),
            limits=Limits(**_numbers("limits", table["limits"])),
            words=_word_lists("words", table["words"]),
            licences=_word_lists("licences", table["licences"]),
            industries=tuple(_industry(one) for one in table["industry"]),
            **_numbers("grades", table["grades"]),
        )
    except KeyError as error:
        raise ConfigError(
            f"Expected {error.args[0]!r} in the scorecard, it is missing.",
            zh=f"评分卡缺少 {error.args[0]}。",
        ) from error
    except (TypeError, AttributeError) as error:
        raise ConfigError(
            f"Expected a scorecard like the shipped one, got: {error}.",
            zh=f"评分卡的写法与自带的不同：{error}。",
        ) from error


def _check_keys(where: tuple[str, str], table: Mapping[str, Any], known: frozenset[str]) -> None:
    """Refuse what nobody would read: a misspelt key would switch something off in silence."""
    odd = sorted(set(table) - known)
    if odd:
        raise ConfigError(
            f"Expected only {', '.join(sorted(known))} in {where[0]}, got {', '.join(odd)}.",
            zh=f"评分卡：{where[1]} 里不能有 {'、'.join(odd)}，可能写错了。",
        )


def _numbers(name: str, table: Mapping[str, object]) -> dict[str, float]:
    return {str(key): _number(f"{name}.{key}", value) for key, value in table.items()}


def _number(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ConfigError(
            f"Expected {name} to be a number, got {value!r}.",
            zh=f"评分卡：{name} 应是数，现为 {value!r}。",
        )
    return float(value)


def _word_lists(name: str, lists: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    return {str(key): _words(f"{name}.{key}", words) for key, words in lists.items()}


def _words(name: str, words: object) -> tuple[str, ...]:
    if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
        raise ConfigError(
            f"Expected {name} to be a list of words, got {words!r}.",
            zh=f"评分卡：{name} 应是一列词，现为 {words!r}。",
        )
    return tuple(words)


def _industry(table: Mapping[str, Any]) -> Industry:
    group = f"industry {table['zh']}"
    _check_keys((group, group), table, _INDUSTRY_KEYS)
    return Industry(
        zh=str(table["zh"]),
        en=str(table["en"]),
        share=_number(f"{group} share", table["share"]),
        codes=_words(f"{group} codes", table.get("codes", [])),
        words=_words(f"{group} words", table.get("words", [])),
    )


def default_card() -> Scorecard:
    """Read the scorecard that ships with the program, ``geo/scorecard.toml``."""
    text = resources.files("geo").joinpath("scorecard.toml").read_text(encoding="utf-8")
    return parse_card(tomllib.loads(text))
