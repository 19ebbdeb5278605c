"""The scorecard as a checked record: points, thresholds, words, industries."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

import orjson

from data.errors import ConfigError
from geo.card.cardtables import (
    check_keys,
    read_industry,
    read_numbers,
    read_process,
    read_substance,
    read_word_lists,
)
from geo.card.comparisons import points_of, read_comparisons
from geo.card.thresholds import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.card.industries import Industry, Process, Substance
    from geo.card.pairwise import Comparison

FULL_POINTS = 100.0
"""What the points of a card sum to."""
WORD_LISTS = frozenset({"sublet", "odour", "gate", "reported", "power_cut", "red", "remote"})
LICENCE_LISTS = frozenset({"none", "partial", "full"})
COLUMN_LISTS = frozenset(
    {
        *("lec_l", "lec_e", "lec_c", "lec_d", "ratio", "quantity"),
        *("dust", "heat", "major", "combined", "road"),
    }
)
PROCESSES = frozenset({"dust", "heat"})
_CLOSE = 1e-9
_LISTS = {
    "words": WORD_LISTS,
    "licences": LICENCE_LISTS,
    "columns": COLUMN_LISTS,
    "processes": PROCESSES,
}
_CARD_KEYS = frozenset(
    {"name", "version", "grades", "points", "limits", "industry", "substance", *_LISTS}
)
_NAME_LETTERS = 6
"""Of the digest of an office's changes, so that scores of two cards are never taken for one."""


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
    columns
        Headers of further ledger columns by meaning, see ``COLUMN_LISTS``.
    processes
        Where combustible dust and furnaces are usual, see ``PROCESSES``.
    industries
        Groups of industries; the longest matching code wins.
    substances
        Dangerous substances with their critical quantities.
    comparisons
        What the points came from; empty where they were given.

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
    columns: Mapping[str, tuple[str, ...]]
    processes: Mapping[str, Process]
    industries: tuple[Industry, ...]
    substances: tuple[Substance, ...]
    comparisons: tuple[Comparison, ...] = ()

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
        for name, expected in _LISTS.items():
            _check_lists(name, getattr(self, name), expected)

    @property
    def model(self) -> str:
        """Return name and version as scores store them, such as ``card-2``."""
        return f"{self.name}-{self.version}"


def _check_lists(name: str, lists: Mapping[str, object], expected: frozenset[str]) -> None:
    if set(lists) != expected:
        raise ConfigError(
            f"Expected lists {', '.join(sorted(expected))} in {name}, "
            f"got {', '.join(sorted(lists)) or 'none'}.",
            zh=f"评分卡：{name} 应有 {'、'.join(sorted(expected))} 各表，"
            f"现有 {'、'.join(sorted(lists)) or '无'}。",
        )


def parse_card(table: Mapping[str, Any], *, force: bool = False) -> Scorecard:
    """
    Read a scorecard from the tables of a TOML file.

    Parameters
    ----------
    table
        As ``tomllib`` gives it; the layout is that of ``geo/card/scorecard.toml``, where ``pairs``
        may stand instead of ``points``, see ``geo/card/comparisons.toml``.
    force
        Take comparisons that contradict themselves.

    Raises
    ------
    ConfigError
        If a key is missing, not known, of the wrong kind or out of its range, or comparisons
        contradict themselves.
    """
    of_points = {"points", "pairs"} & set(table) or {"points"}
    check_keys(("the scorecard", "顶层"), table, _CARD_KEYS - {"points"} | of_points)
    try:
        comparisons = read_comparisons(table["pairs"], force=force) if "pairs" in table else ()
        return Scorecard(
            name=str(table["name"]),
            version=str(table["version"]),
            points=points_of(comparisons, FULL_POINTS)
            if comparisons
            else read_numbers("points", table["points"]),
            comparisons=comparisons,
            limits=Limits(**read_numbers("limits", table["limits"])),
            words=read_word_lists("words", table["words"]),
            licences=read_word_lists("licences", table["licences"]),
            columns=read_word_lists("columns", table["columns"]),
            processes={name: read_process(name, one) for name, one in table["processes"].items()},
            industries=tuple(read_industry(one) for one in table["industry"]),
            substances=tuple(read_substance(one) for one in table["substance"]),
            **read_numbers("grades", table["grades"]),
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


def office_card(changes: Mapping[str, Any], *, force: bool = False) -> Scorecard:
    """
    Read an office's own card: the shipped one with what the office wrote differently.

    Parameters
    ----------
    changes
        Tables of a TOML file; within a table only the keys given change, a list is given whole.
        ``points`` or ``pairs``, not both.
    force
        Take comparisons that contradict themselves.

    Returns
    -------
    card
        Where the file gives no name and no version, the model's name ends in a digest of the
        changes, so that its scores are not taken for those of another card.

    Raises
    ------
    ConfigError
        As :func:`parse_card`, or if both ``points`` and ``pairs`` are there.
    """
    if {"points", "pairs"} <= set(changes):
        raise ConfigError(
            "Expected either points or pairs in a scorecard, got both.",
            zh="评分卡里 points 和 pairs 只能写一种。",
        )
    shipped = _shipped()
    merged: dict[str, Any] = {key: _merged(shipped.get(key), new) for key, new in changes.items()}
    kept = {key: old for key, old in shipped.items() if not (key == "points" and "pairs" in merged)}
    card = {**kept, **merged}
    if changes and not {"name", "version"} & set(changes):
        written = orjson.dumps(changes, option=orjson.OPT_SORT_KEYS, default=str)
        digest = hashlib.sha256(written).hexdigest()[:_NAME_LETTERS]
        card["version"] = f"{shipped['version']}+{digest}"
    return parse_card(card, force=force)


def _merged(old: object, new: object) -> object:
    return {**old, **new} if isinstance(old, dict) and isinstance(new, dict) else new


def default_card() -> Scorecard:
    """Read the scorecard that ships with the program, ``geo/card/scorecard.toml``."""
    return parse_card(_shipped())


def _shipped() -> dict[str, Any]:
    text = resources.files("geo.card").joinpath("scorecard.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
