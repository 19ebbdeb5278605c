"""The backtest of scores: past months replayed, judged, told and drawn."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import orjson

from data.judged import (
    BacktestSheet,
    Burden,
    BurdenedSite,
    GroupBurden,
    OddVisit,
    TeamFigures,
)
from data.schema import as_records
from geo.cells.grid import DEFAULT_SIZE_M
from geo.evaluate import group_burden, site_burden, team_strictness
from geo.evaluate.burden import OVER_VISITS
from geo.sites.history import looks_before
from maps.pages import backtest_page
from service.pipeline.pages.drawing import draw_index, write_pages
from service.pipeline.pages.front import BACKTEST
from service.pipeline.pages.judged import FIGURES
from service.pipeline.places.standing import day_after_last, leave_out_gone
from service.pipeline.plans.sheets import page_facts
from service.pipeline.risk.drawn import drawn_figures
from service.pipeline.risk.exploration import read_random_share
from service.pipeline.risk.figures import known_figure
from service.pipeline.risk.judging import DRAWS, Judge
from service.pipeline.risk.replay import Replay, replay
from service.pipeline.risk.rivals import first_day_card, read_known
from service.pipeline.risk.verdicts import verdict
from service.results.judged import BacktestResult

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import pandas as pd

    from data.ports import Progress
    from data.store import Store
    from data.words import Lang
    from service.pipeline.risk.rivals import Known

ORIGINS = 12


def backtest_town(
    store: Store,
    *,
    origins: int = ORIGINS,
    as_of: date | None = None,
    draws: int = DRAWS,
    progress: Progress | None = None,
) -> BacktestSheet:
    """
    Replay the last months of a town and judge the score in use against others.

    Parameters
    ----------
    origins
        Months wanted, >= 1; the record may hold fewer.
    as_of
        Only rows dated before this day are used; ``None`` is the day after the last dated row.
    draws
        Resamples of sites behind each interval, >= 1.
    progress
        Told after each month.

    Raises
    ------
    NotFoundError
        If there is no site or no visit that saw inside one.
    InputError
        If the record holds no whole month with visits before it.
    ConfigError
        If ``origins`` or ``draws`` is below 1.
    """
    day = as_of or day_after_last(store)
    known = read_known(store, as_of=day)
    done = replay(known, origins=origins, cell_m=DEFAULT_SIZE_M, progress=progress)
    judge = Judge(done, draws=draws)
    rivals = judge.all_rivals()
    visits, finds = len(done.visits), int(done.visits["found"].sum())
    first, others = verdict(rivals, months=len(done.windows), visits=visits, finds=finds)
    return BacktestSheet(
        facts=page_facts(store, as_of=day, model=done.models[-1]),
        as_of=day,
        verdict=first,
        remarks=others,
        visits=visits,
        finds=finds,
        by_team=judge.by_team,
        rivals=rivals,
        months=judge.months(),
        reliability=judge.reliability(),
        set_aside=len(done.odd),
        odd=_odd(done, known.sites),
        teams=_teams(known, done),
        burden=_burden(known),
        cell_m=DEFAULT_SIZE_M,
        draws=draws,
        drawn=drawn_figures(read_random_share(store, as_of=day)),
    )


def _odd(done: Replay, sites: pd.DataFrame) -> tuple[OddVisit, ...]:
    named = done.odd.join(sites["name"], on="site_id")
    return tuple(
        OddVisit(
            inspection_id=row["inspection_id"],
            site_id=row["site_id"],
            name=row["name"] or "",
            team=row["team"] or "",
            day=row["day"].date(),
            code=row["code"],
            figure=round(float(row["figure"]), 1),
            source=row["source"] or "",
        )
        for row in as_records(named)
    )


def _teams(known: Known, done: Replay) -> tuple[TeamFigures, ...]:
    """Compare teams at the same places; what the card says on the first day allows for the rest."""
    looks = looks_before(known.inspections, known.as_of)
    looks = looks[looks["site_id"].isin(known.sites.index) & ~looks.index.isin(done.odd.index)]
    table = team_strictness(looks, foreseen=first_day_card(known).score)
    return tuple(
        TeamFigures(
            team=row["team"],
            looks=int(row["looks"]),
            finds=int(row["finds"]),
            shared=int(row["shared"]),
            **{name: known_figure(row[name]) for name in ("ratio", "low", "high")},
        )
        for row in as_records(table)
    )


def _burden(known: Known) -> Burden:
    sites = leave_out_gone(known.sites)
    table = site_burden(sites, known.inspections, as_of=known.as_of)
    named = table.join(sites["name"])
    return Burden(
        villages=_groups(table, "village"),
        industries=_groups(table, "industry"),
        sizes=_groups(table, "size"),
        over_visits=OVER_VISITS,
        over=_sites(named[named["is_over"]].sort_values("year", ascending=False, kind="stable")),
        never=_sites(named[named["is_never"]]),
    )


def _groups(table: pd.DataFrame, column: str) -> tuple[GroupBurden, ...]:
    return tuple(
        GroupBurden(
            group=row[column],
            sites=int(row["sites"]),
            visits=int(row["visits"]),
            finds=int(row["finds"]),
            visits_per_site=round(float(row["visits_per_site"]), 2),
            find_share=known_figure(row["find_share"]),
            waiting_days=known_figure(row["waiting_days"]),
            never=int(row["never"]),
            over=int(row["over"]),
        )
        for row in as_records(group_burden(table, column))
    )


def _sites(rows: pd.DataFrame) -> tuple[BurdenedSite, ...]:
    return tuple(
        BurdenedSite(
            site_id=row["site_id"],
            name=row["name"] or "",
            village=row["village"],
            visits=int(row["visits"]),
            year=int(row["year"]),
        )
        for row in as_records(rows)
    )


def file_backtest(
    store: Store, sheet: BacktestSheet, out: Path | None, *, lang: Lang
) -> BacktestResult:
    """
    Write the page and the figures below a folder, where one is given, and link the page.

    Returns
    -------
    result
        The sheet with the names of the files.
    """
    if out is None:
        return BacktestResult(sheet=sheet, page=None, figures=None)
    figures = orjson.dumps(asdict(sheet), option=orjson.OPT_INDENT_2).decode()
    write_pages(out, {BACKTEST: backtest_page(sheet, lang=lang), FIGURES: figures + "\n"})
    if len(store.read("score")):
        draw_index(store, out, lang=lang)
    return BacktestResult(sheet=sheet, page=str(out / BACKTEST), figures=str(out / FIGURES))
