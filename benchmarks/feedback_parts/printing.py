"""The two tables that the benchmark prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.feedback_parts.policies import GREEDY, POLICIES

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.feedback_parts.life import Outcome
    from benchmarks.feedback_parts.town import Array


def print_policies(results: dict[str, list[Outcome]]) -> None:
    """Print what each policy found, against greedy, and whom it never visited."""
    greedy = column(results[GREEDY], lambda one: one.found)
    print(
        "| policy | found (SE) | against greedy (SE) | AUC, all places | never visited "
        "| visits to the neglected quarter | unseen > 52 weeks |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, outcomes in results.items():
        found = column(outcomes, lambda one: one.found)
        gain = found - greedy
        ratio = found.sum() / greedy.sum()
        print(
            f"| {name} | {found.mean():.0f} ({error(found):.0f}) "
            f"| {gain.mean():+.0f} ({error(gain):.0f}), {ratio:.1%} "
            f"| {column(outcomes, lambda one: one.auc).mean():.3f} "
            f"| {column(outcomes, lambda one: one.never).mean():.3f} "
            f"| {column(outcomes, lambda one: one.neglected).mean():.2f} "
            f"| {column(outcomes, lambda one: one.unseen).mean():.2f} |"
        )


def print_rates(results: dict[str, list[Outcome]]) -> None:
    """Print how often the interval of the random share holds the true rate."""
    print("\n| policy | true rate | all visits: rate, interval holds | draws alone: rate, holds |")
    print("| --- | --- | --- | --- |")
    for name, outcomes in results.items():
        if not POLICIES[name].share:
            continue
        figures = [
            column(outcomes, lambda one: one.truth).mean(),
            column(outcomes, lambda one: one.rate).mean(),
            column(outcomes, lambda one: one.rate_drawn).mean(),
        ]
        holds = sum(one.holds for one in outcomes), sum(one.holds_drawn for one in outcomes)
        print(
            f"| {name} | {figures[0]:.3f} | {figures[1]:.3f}, {holds[0]} of {len(outcomes)} "
            f"| {figures[2]:.3f}, {holds[1]} of {len(outcomes)} |"
        )


def column(outcomes: list[Outcome], figure: Callable[[Outcome], float]) -> Array:
    """Take one figure of every town."""
    return np.array([figure(one) for one in outcomes], dtype=float)


def error(values: Array) -> float:
    """Give the standard error of a mean."""
    return float(values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else 0.0
