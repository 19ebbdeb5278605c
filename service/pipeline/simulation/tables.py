"""The figures of a simulation as files."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import orjson
import pandas as pd

from service.pipeline.simulation.campaign import HAZARD_WEEKS, live_all, runs_of
from service.pipeline.simulation.comparing import setting_result
from service.results.simulate import SimulateResult

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from data.ports import Progress
    from service.pipeline.simulation.campaign import Lived

PUBLISHED_PER_100 = 0.9
"""Suspects found per 100 visits at Xixiashu, a published account: 124 in 14,166 visits."""
YEARS, SUMMARY, RESULT = "simulate_years.jsonl", "simulate.csv", "simulate.json"


def simulate(  # noqa: PLR0913 - what is lived, and how it is kept
    settings: Sequence[str],
    seeds: Sequence[int],
    *,
    weeks: int,
    hazard_weeks: Sequence[int] = (HAZARD_WEEKS,),
    processes: int = 1,
    out: Path | None = None,
    progress: Progress | None = None,
) -> SimulateResult:
    """
    Let the sample town live under every policy, and put the figures together.

    Parameters
    ----------
    settings
        Codes of settings.
    seeds
        One town for each.
    weeks
        Weeks to live.
    hazard_weeks
        Weeks that a hazard lasts; every setting is lived with each.
    processes
        Towns at once.
    out
        Folder for ``simulate_years.jsonl`` (a line a year; what it holds already is not lived
        again), ``simulate.csv`` and ``simulate.json``.
    progress
        Told the share of the towns that are done.

    Raises
    ------
    ConfigError
        If there is no such setting, or no week to live.
    InputError
        If the file of years is damaged.
    """
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    lived = live_all(
        runs_of(settings, seeds, weeks=weeks, hazard_weeks=hazard_weeks),
        processes=processes,
        file=None if out is None else out / YEARS,
        progress=progress,
    )
    result = result_of(lived, settings, seeds, weeks=weeks)
    return result if out is None else _filed(result, out)


def result_of(
    lived: Sequence[Lived], settings: Sequence[str], seeds: Sequence[int], *, weeks: int
) -> SimulateResult:
    """Put lived years together, setting by setting."""
    return SimulateResult(
        weeks=weeks,
        seeds=tuple(seeds),
        settings=tuple(
            setting_result(code, lived, hazard_weeks=lasts)
            for code in settings
            for lasts in sorted({one.run.hazard_weeks for one in lived})
        ),
        published_per_100=PUBLISHED_PER_100,
    )


def _filed(result: SimulateResult, out: Path) -> SimulateResult:
    rows = [
        {"setting": one.setting, "hazard_weeks": one.hazard_weeks, **asdict(policy)}
        for one in result.settings
        for policy in one.policies
    ]
    pd.DataFrame(rows).to_csv(out / SUMMARY, index=False)
    (out / RESULT).write_bytes(orjson.dumps(asdict(result), option=orjson.OPT_INDENT_2) + b"\n")
    files = tuple(str(out / name) for name in (YEARS, SUMMARY, RESULT))
    return replace(result, files=files)
