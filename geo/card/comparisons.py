"""Points of a card from comparisons two by two: of the groups, and of the factors in each."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Any

from data.errors import ConfigError
from geo.card.pairwise import RATIO_LIMIT, compare

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.card.pairwise import Comparison

GROUPS = "groups"
"""Table that compares the groups; each group has a table of its own name."""


def read_comparisons(pairs: Mapping[str, Any], *, force: bool = False) -> tuple[Comparison, ...]:
    """
    Weigh groups and factors.

    Parameters
    ----------
    pairs
        Table name to table, see ``geo/card/comparisons.toml``; those left out are the shipped ones.
    force
        Take tables that contradict themselves.

    Returns
    -------
    comparisons
        That of the groups first, then that of each group in its order.

    Raises
    ------
    ConfigError
        If a table is not one of a group, breaks a rule of :func:`geo.card.pairwise.compare`, holds
        a factor twice, or has a consistency ratio above 0.10 and nobody insists.
    """
    tables = {**shipped_pairs(), **pairs}
    for name, table in tables.items():
        if not isinstance(table, dict) or not all(isinstance(row, dict) for row in table.values()):
            raise ConfigError(
                f"Expected pairs.{name} to hold rows such as idle = {{ gate = 2 }}.",
                zh=f"评分卡：pairs.{name} 应写成 idle = {{ gate = 2 }} 这样的行。",
            )
    groups = compare(GROUPS, tables[GROUPS])
    odd = sorted({*tables} - {GROUPS} ^ {*groups.weights})
    if odd:
        raise ConfigError(
            f"Expected a table in pairs for exactly the groups compared, differing: "
            f"{', '.join(odd)}.",
            zh=f"评分卡：pairs.groups 比较的各组应各有一张表，不同的是：{'、'.join(odd)}。",
        )
    found = (groups, *(compare(name, tables[name]) for name in groups.weights))
    _check(found, force=force)
    return found


def _check(found: tuple[Comparison, ...], *, force: bool) -> None:
    factors = [factor for one in found[1:] for factor in one.weights]
    twice = sorted({factor for factor in factors if factors.count(factor) > 1})
    if twice:
        raise ConfigError(
            f"Expected each factor in one group of pairs, got {', '.join(twice)} in several.",
            zh=f"评分卡：每个因素只能属于一组，{'、'.join(twice)} 出现在几组里。",
        )
    worst = max(found, key=lambda one: one.ratio)
    if worst.ratio > RATIO_LIMIT and not force:
        raise ConfigError(
            f"Expected a consistency ratio of at most {RATIO_LIMIT:.2f}, pairs.{worst.name} has "
            f"{worst.ratio:.2f}: look for pairs that contradict each other, or use --force.",
            zh=f"评分卡：pairs.{worst.name} 的一致性比率为 {worst.ratio:.2f}，超过 "
            f"{RATIO_LIMIT:.2f}：请找出互相矛盾的比较，或加 --force。",
        )


def points_of(comparisons: tuple[Comparison, ...], total: float) -> dict[str, float]:
    """Share out all points: to each factor its weight times that of its group."""
    groups, *tables = comparisons
    return {
        factor: total * groups.weights[one.name] * weight
        for one in tables
        for factor, weight in one.weights.items()
    }


def shipped_pairs() -> dict[str, Any]:
    """Read the comparisons from which the shipped points come, ``geo/card/comparisons.toml``."""
    text = resources.files("geo.card").joinpath("comparisons.toml").read_text(encoding="utf-8")
    pairs: dict[str, Any] = tomllib.loads(text)["pairs"]
    return pairs
