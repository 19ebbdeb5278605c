"""Scores of every site, as of one day."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson

from data.chances import is_chance
from data.config import read_toml
from data.schema import as_records
from data.shut import with_stated_relapses
from data.words import GRADES
from geo.card.card import default_card, office_card
from geo.card.scorecard import score_sites
from geo.town import TownTables
from geo.town.known import is_past, tables_then
from service.pipeline.places.standing import day_after_last, standing_sites
from service.pipeline.risk.learning import chosen_scores
from service.pipeline.roads.access import measure_access, roads_if_any
from service.results.week import ScoreResult, TopSite

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import pandas as pd

    from data.ports import Progress
    from data.store import Store
    from geo.card.card import Scorecard
    from geo.town.choice import Wanted
    from service.results.week import ChoiceResult

TOP_SITES = 5
FIRM = 0.8
"""How likely a grade must stand before it is called firm: of drawn weights, or of the model."""


def read_card(file: Path | None, *, force: bool = False) -> Scorecard:
    """
    Read the office's own scorecard, or give the shipped one where there is no file.

    Parameters
    ----------
    file
        TOML: what differs from ``geo/card/scorecard.toml``.
    force
        Take comparisons that contradict themselves.

    Raises
    ------
    ConfigError
        If the file cannot be read or breaks a rule of :func:`geo.card.card.office_card`.
    """
    return default_card() if file is None else office_card(read_toml(file), force=force)


def score_town(
    store: Store,
    *,
    as_of: date | None = None,
    wanted: Wanted = "scorecard",
    card: Scorecard | None = None,
    progress: Progress | None = None,
) -> ScoreResult:
    """
    Score every site that stands and keep the scores.

    Parameters
    ----------
    as_of
        Only rows dated before this day are used; ``None`` is the day after the last dated row.
        On a day of the past, states that bear no date (a finding late without a due day or closed
        without a closing day, the verdict on a tip) are not known either: they may be younger.
    wanted
        The card, the town's own model, or whichever was better in past months.
    card
        The office's own scorecard, from :func:`read_card`; ``None`` is the shipped one.
    progress
        Told how far the work has come.

    Raises
    ------
    NotFoundError
        If there is no site, or no dated row and no ``as_of``.
    ConfigError
        If the model is wanted and the visits are too few for it; nothing is stored then.
    """
    tables, card = town_tables(store, standing_sites(store)), card or default_card()
    day = as_of or day_after_last(store)
    scores, choice = scores_as_of(tables, day, card=card, wanted=wanted, progress=progress)
    with store.writing() as unit:
        unit.clear("score")
        unit.append("score", scores)
    return _result(tables.sites, scores, choice, as_of=day, card=card)


def scores_as_of(
    tables: TownTables,
    day: date,
    *,
    card: Scorecard,
    wanted: Wanted,
    progress: Progress | None = None,
) -> tuple[pd.DataFrame, ChoiceResult]:
    """
    Score a town by what was known when a day began, and say which score that is and why.

    Raises
    ------
    ConfigError
        If the model is wanted and the visits are too few for it.
    """
    if is_past(tables, day):
        tables = tables_then(tables, day)
    elif tables.dispositions is not None:
        told = with_stated_relapses(tables.dispositions, tables.sites, day)
        tables = replace(tables, dispositions=told)
    by_card = score_sites(
        tables.sites,
        tables.inspections,
        tables.findings,
        tables.tips,
        as_of=day,
        card=card,
        access_m=tables.access_m,
        places=tables.places,
        power=tables.power,
        dispositions=tables.dispositions,
    )
    return chosen_scores(tables, by_card, as_of=day, card=card, wanted=wanted, progress=progress)


def _result(
    sites: pd.DataFrame, scores: pd.DataFrame, choice: ChoiceResult, *, as_of: date, card: Scorecard
) -> ScoreResult:
    counts = Counter(scores["grade"])
    model = str(scores["model"].iloc[0])
    return ScoreResult(
        as_of=as_of.isoformat(),
        model=model,
        sites=len(scores),
        grades={grade: counts.get(grade, 0) for grade in GRADES},
        top=_top_sites(sites, scores),
        is_chance=is_chance(model),
        choice=choice,
        consistency={one.name: round(one.ratio, 4) for one in card.comparisons},
        firm_share=float((scores["stability"] >= FIRM).mean()),
    )


def town_tables(store: Store, sites: pd.DataFrame) -> TownTables:
    """
    Read what scores of some sites are made of.

    Parameters
    ----------
    sites
        By schema ``SITE``: from :func:`read_sites` or :func:`standing_sites`.
    """
    roads = roads_if_any(store)
    return TownTables(
        sites=sites,
        inspections=store.read("inspection"),
        findings=store.read("finding"),
        tips=store.read("tip"),
        access_m=None if roads is None else measure_access(store, sites, roads),
        places=store.read("area"),
        power=store.read("power_reading"),
        dispositions=store.read("disposition"),
    )


def _top_sites(sites: pd.DataFrame, scores: pd.DataFrame) -> tuple[TopSite, ...]:
    riskiest = scores.sort_values("risk", ascending=False, kind="stable").head(TOP_SITES)
    joined = riskiest.join(sites[["name", "village"]]).fillna({"village": ""})
    return tuple(_top_site(row) for row in as_records(joined))


def _top_site(row: dict[str, Any]) -> TopSite:
    strongest = next(iter(orjson.loads(row["reasons"])), {"zh": "", "en": ""})
    return TopSite(
        site_id=row["site_id"],
        name=row["name"],
        village=row["village"],
        risk=float(row["risk"]),
        grade=row["grade"],
        reason_zh=strongest["zh"],
        reason_en=strongest["en"],
    )
