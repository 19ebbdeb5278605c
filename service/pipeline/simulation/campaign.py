"""Years of several policies in several towns; a campaign that was cut off goes on from there."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from functools import partial
from typing import TYPE_CHECKING, Any

import orjson

from data.errors import InputError
from data.sample import sample_town
from data.sample.life import LifeParams
from service.pipeline.processes import in_processes
from service.pipeline.simulation.office import open_office
from service.pipeline.simulation.policies import SHOWN
from service.pipeline.simulation.setting import setting_of
from service.pipeline.simulation.year import YearFigures, begun, live_year

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from data.ports import Progress
    from service.pipeline.processes import Desk
    from service.pipeline.simulation.records import Records


HAZARD_WEEKS = 8
"""Weeks that a hazard lasts unless another number is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """
    One year: of which policy, in which town and setting, how long.

    ``hazard_weeks`` is how long a hazard lasts that nobody finds, in the mean.
    """

    setting: str
    seed: int
    policy: str
    weeks: int
    hazard_weeks: int = HAZARD_WEEKS


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """A year that was lived, with what came of it."""

    run: Run
    figures: YearFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class _Town:
    """The years that are still to be lived in one town."""

    setting: str
    seed: int
    runs: tuple[Run, ...]


def runs_of(
    settings: Iterable[str],
    seeds: Iterable[int],
    *,
    weeks: int,
    hazard_weeks: Iterable[int] = (HAZARD_WEEKS,),
) -> tuple[Run, ...]:
    """
    List the years of a campaign, town by town.

    Raises
    ------
    ConfigError
        If there is no such setting.
    """
    lasting = tuple(hazard_weeks)
    return tuple(
        Run(
            setting=setting_of(setting).code,
            seed=seed,
            policy=policy,
            weeks=weeks,
            hazard_weeks=lasts,
        )
        for setting in settings
        for seed in seeds
        for lasts in lasting
        for policy in SHOWN
    )


def live_all(
    runs: Sequence[Run],
    *,
    processes: int = 1,
    file: Path | None = None,
    progress: Progress | None = None,
) -> tuple[Lived, ...]:
    """
    Live through years.

    Parameters
    ----------
    runs
        From ``runs_of``.
    processes
        Towns at once, each in a process of its own; the answer does not depend on it.
    file
        One line of JSON for each year, written as it ends; years that it holds are not lived again.
        ``None``: nothing is kept.
    progress
        Told the share of the towns that are done.

    Returns
    -------
    lived
        In the order of ``runs``.

    Raises
    ------
    InputError
        If the file holds a line that is no year of a campaign.
    """
    done = {} if file is None else _read(file)
    towns = _towns([run for run in runs if run not in done])
    answers = in_processes(partial(_live_town, file), towns, workers=processes, progress=progress)
    fresh = [lived for years in answers.results.values() for lived in years]
    done |= {lived.run: lived for lived in fresh}
    return tuple(done[run] for run in runs)


def _towns(runs: Sequence[Run]) -> tuple[_Town, ...]:
    grouped: dict[tuple[str, int], list[Run]] = {}
    for run in runs:
        grouped.setdefault((run.setting, run.seed), []).append(run)
    return tuple(
        _Town(setting=setting, seed=seed, runs=tuple(ones))
        for (setting, seed), ones in grouped.items()
    )


def _live_town(file: Path | None, asked: _Town, desk: Desk) -> tuple[Lived, ...]:
    """Make a town once, and live every year in it."""
    setting = setting_of(asked.setting)
    town = sample_town(seed=asked.seed, mean_rate=setting.base_rate)
    office = open_office(town, setting)
    years: list[Lived] = []
    begins: dict[int, Records] = {}
    for number, run in enumerate(asked.runs):
        params = LifeParams(weeks=run.weeks, fades=1 / run.hazard_weeks)
        if run.hazard_weeks not in begins:
            begins[run.hazard_weeks] = begun(town, params)
        start = begins[run.hazard_weeks]
        report = _share_of(desk, number, len(asked.runs), asked.setting)
        figures = live_year(town, office, run.policy, params=params, start=start, progress=report)
        lived = Lived(run=run, figures=figures)
        years.append(lived)
        if file is not None:
            _write(file, lived)
    return tuple(years)


def _share_of(desk: Desk, number: int, runs: int, setting: str) -> Progress:
    """Tell the progress of one year as a share of its town's."""

    def report(done: float, total: float, note: str = "") -> None:
        desk.progress(number + done / total, runs, note or setting)

    return report


def _write(file: Path, lived: Lived) -> None:
    """Add one line; lines this short are written whole, whoever else writes."""
    line = orjson.dumps(asdict(lived.run) | asdict(lived.figures)) + b"\n"
    with file.open("ab") as stream:
        stream.write(line)


def _read(file: Path) -> dict[Run, Lived]:
    if not file.exists():
        return {}
    lines = file.read_bytes().splitlines()
    listed = [_lived(line, number, file) for number, line in enumerate(lines, start=1)]
    return {lived.run: lived for lived in listed}


def _lived(line: bytes, number: int, file: Path) -> Lived:
    try:
        row: dict[str, Any] = orjson.loads(line)
        run = Run(**{one.name: row.pop(one.name) for one in fields(Run)})
        return Lived(run=run, figures=YearFigures(**row))
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"Line {number} of {file.name} is no year of a simulation; remove the line.",
            zh=f"{file.name} 第 {number} 行不是模拟结果；请删去该行。",
        ) from error
