"""
Hold scores against what is true of an invented town.

Usage: ``python benchmarks/riskscores.py LEDGERFOLDER --roads FILE.osm [--json] [--draws N]``

The folder holds the ledgers and a ``truth.json`` with the true chance of each site. The ledgers are
imported with the roads known, as an office would do it; rows that are questions stay out. Printed
are rank correlations (Spearman) of scores with the true chance: the card on day one, without any
visit; the card and the town's own model after all visits; what the model leaves of the teams; which
score is in use with few results; how far the model's chances were off in past months, calibrated on
the months before and on the same months, and how far true chances would seem off; and what became
of the visits, by what they name. The truth chooses nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.stats import spearmanr

from data.store import open_store
from geo.card.card import default_card
from geo.card.scorecard import score_sites
from geo.evaluate import ece
from geo.sigmoid import fit_sigmoid, forward_chances
from geo.town import choose, choose_unseen, learned_scores, past_looks
from geo.town.facts import town_facts
from geo.town.looks import model_columns
from geo.town.mixed import fit_mixed
from service.pipeline.ledgers.importing import import_ledgers
from service.pipeline.places.standing import day_after_last, standing_sites
from service.pipeline.risk.scores import town_tables
from service.pipeline.roads.loading import load_roads

if TYPE_CHECKING:
    from datetime import date

    from geo.town import TownTables
    from geo.town.looks import Looks

ENDINGS = frozenset({".xlsx", ".xls", ".csv", ".txt"})
SIZES = (50, 100, 200, 400)
DRAWS = 20


def town_of(folder: Path, roads: Path) -> tuple[TownTables, pd.DataFrame, date]:
    """Import a folder of ledgers; give the town, the fate of rows, and the day after the last."""
    files = sorted(one for one in folder.iterdir() if one.suffix in ENDINGS)
    with (
        tempfile.TemporaryDirectory() as temporary,
        open_store(str(Path(temporary) / "town.gpkg"), create=True) as store,
    ):
        import_ledgers(store, files)
        load_roads(store, roads, margin_km=5.0)
        import_ledgers(store, files)
        return (
            town_tables(store, standing_sites(store)),
            store.read("import_row"),
            day_after_last(store),
        )


def true_chances(truth: dict[str, Any], rows: pd.DataFrame) -> pd.Series:
    """Give the true chance of every site that was stored."""
    kept = rows[(rows["kind"] == "sites") & rows["target"].notna()]
    target = {(row.sheet, int(row.row)): row.target for row in kept.itertuples()}
    pairs = [(target.get((one["sheet"], one["row"])), one["p"]) for one in truth["sites"]]
    return pd.Series({site: chance for site, chance in pairs if site is not None})


def visits_named(truth: dict[str, Any], rows: pd.DataFrame) -> dict[str, int]:
    """
    Count visits by what became of them and what they name.

    A visit is stored, or asked about since it names a site of which the row was rejected or is
    itself a question, one of several sites of a name, or no name of the ledger (misspelt).
    """
    stored = {(row.sheet, int(row.row)) for row in rows[rows["target"].notna()].itertuples()}
    good = pd.Series([one["name"] for one in truth["sites"]]).value_counts()
    kept = {one["name"] for one in truth["sites"] if (one["sheet"], one["row"]) in stored}
    rejected = {one["name"] for one in truth["rejected"]}
    counts: Counter[str] = Counter()
    for row in rows[(rows["kind"] == "inspections") & (rows["fate"] != "skipped")].itertuples():
        words = {str(word).strip() for word in json.loads(str(row.cells)).values()}
        known = words & set(good.index)
        counts[f"{row.fate}: {_named(words, known, good, kept, rejected)}"] += 1
    return dict(sorted(counts.items()))


def _named(
    words: set[str], known: set[str], good: pd.Series, kept: set[str], rejected: set[str]
) -> str:
    """Say what a visit names."""
    if words & rejected:
        return "a rejected row"
    if not known:
        return "misspelt"
    if any(good[name] > 1 for name in known):
        return "a name of several sites"
    return "a site" if known & kept else "a row that is asked about"


def chances_off(judged: pd.DataFrame) -> dict[str, float]:
    """Compare calibration errors over the months after the first, and what luck alone does."""
    found, logit = judged["found"].to_numpy(), judged["logit"].to_numpy()
    ahead = forward_chances(logit, found, judged["month"])
    same = fit_sigmoid(logit, found).chance(logit)
    told = np.isfinite(ahead)
    dice = np.random.default_rng(0)
    luck = [ece(dice.random(told.sum()) < same[told], same[told]) for _ in range(DRAWS)]
    return {
        "visits": int(told.sum()),
        "calibrated before": ece(found[told], ahead[told]),
        "calibrated on the same": ece(found[told], same[told]),
        "true chances": float(np.mean(luck)),
    }


def rank_correlation(score: pd.Series, truth: pd.Series) -> float:
    """Correlate the ranks over the sites that both know."""
    both = pd.concat([score, truth], axis=1, join="inner")
    return float(spearmanr(both.iloc[:, 0], both.iloc[:, 1])[0])


def team_effect(score: pd.Series, truth: pd.Series, inspections: pd.DataFrame) -> dict[str, float]:
    """By team that went most often: mean of rank of score less rank of truth, as a share."""
    team = inspections.groupby("site_id")["team"].agg(lambda seen: seen.value_counts().idxmax())
    both = pd.concat([score.rename("score"), truth.rename("truth")], axis=1, join="inner")
    ahead = (both["score"].rank() - both["truth"].rank()) / len(both)
    return ahead.groupby(team.reindex(both.index)).mean().round(4).to_dict()


def few_results(
    looks: Looks, columns: pd.DataFrame, card: pd.Series, truth: pd.Series, *, draws: int
) -> list[Any]:
    """Draw few results again and again: the score in use, and a model fitted all the same."""
    dice, listed = np.random.default_rng(0), []
    plain = rank_correlation(card, truth)
    for size in SIZES:
        ahead, kept_card = [], 0
        for _ in range(draws):
            drawn = dice.permutation(len(looks.rows))[:size]
            some = looks.take(
                pd.Series(np.isin(np.arange(len(looks.rows)), drawn), looks.rows.index)
            )
            used = choose_unseen(size, int(some.rows["found"].sum()), wanted="auto")
            kept_card += used is not None and not used.is_learned
            logit = fit_mixed(some).logit(columns, columns.index)
            ahead.append(rank_correlation(pd.Series(logit, columns.index), truth) - plain)
        worse = sum(one < 0 for one in ahead)
        listed.append((size, kept_card, round(float(np.mean(ahead)), 3), worse))
    return listed


def measured(folder: Path, roads: Path, *, draws: int) -> dict[str, Any]:
    """Measure everything once."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    town, rows, as_of = town_of(folder, roads)
    chances, card = true_chances(truth, rows), default_card()

    def by_card(count: int) -> pd.DataFrame:
        return score_sites(
            town.sites,
            town.inspections.head(count),
            town.findings.head(count),
            town.tips.head(count),
            as_of=as_of,
            card=card,
            access_m=town.access_m,
            places=town.places,
            power=town.power,
        )

    first, last = by_card(0), by_card(10**9)
    looks = past_looks(town, as_of=as_of, card=card)
    told = choose(looks, as_of=as_of, wanted="auto")
    assert told.judged is not None  # noqa: S101 - months were judged, or choose would say few
    learned = learned_scores(town, looks, told.judged, as_of=as_of, card=card, card_scores=last)
    columns = model_columns(town_facts(town, as_of=as_of, card=card))
    return {
        "visits": truth["inspections"],
        "visits_stored": len(town.inspections),
        "visits_name": visits_named(truth, rows),
        "sites_with_truth": len(chances),
        "card_day_one": rank_correlation(first["risk"], chances),
        "card_after": rank_correlation(last["risk"], chances),
        "learned_after": rank_correlation(learned["risk"], chances),
        "in_use": told.because,
        "gain": None if told.gain is None else [told.gain.low, told.gain.seen, told.gain.high],
        "chances_off": {name: round(one, 3) for name, one in chances_off(told.judged).items()},
        "team_effect": team_effect(learned["risk"], chances, town.inspections),
        "few_results": few_results(looks, columns, first["risk"], chances, draws=draws),
    }


def main(arguments: list[str]) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--roads", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--draws", type=int, default=DRAWS, help="of each number of few results")
    chosen = parser.parse_args(arguments)
    found = measured(chosen.folder, chosen.roads, draws=chosen.draws)
    if chosen.json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
        return 0
    sys.stdout.write("| figure | value |\n| --- | --- |\n")
    for name, value in found.items():
        shown = f"{value:.3f}" if isinstance(value, float) else value
        sys.stdout.write(f"| {name} | {shown} |\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
