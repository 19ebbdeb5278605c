"""Learned scores on Chicago's food inspections: nine rolling months, the team as a nuisance.

Features are the licences, facility type, risk class and age of each row, the age taken back to the
first day of the month; outcomes of the same visit (violations, results) are history only. Nothing
of the day of the visit (weather, heat maps) is used. The protocol is that of
docs/adr/0024-learned-scores.md. The peer is a plain blend of scikit-learn's: the mean of a logistic
regression and boosted trees that may use facts together, the team averaged out of both.

    python benchmarks/chicago.py ../shared/data/inspections/chicago_food_2011_2014.csv.gz
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from geo.evaluate import (
    Interval,
    auc,
    brier,
    days_earlier,
    ece,
    first_half_share,
    over_windows,
    paired_interval,
    recall_at,
    weighted_mean,
    within_auc,
)
from geo.learned.chain import Described, calibrate
from geo.learned.facts import COLUMN, NEAR, OWN
from geo.learned.past import read_past, team_means
from geo.learned.trial import Trial, team_groups
from geo.learned.visits import Visits, day_numbers, freezing_days

if TYPE_CHECKING:
    from numpy.typing import NDArray

LICENCES = [
    "consumption_on_premises_incidental_activity",
    "tobacco_retail_over_counter",
    "package_goods",
    "limited_business_license",
    "outdoor_patio",
    "public_place_of_amusement",
    "childrens_services_facility_license",
    "tavern",
    "regulated_business_license",
    "filling_station",
    "caterers_liquor_license",
    "mobile_food_license",
]
HISTORY = ["criticalCount", "seriousCount", "minorCount", "fail_flag"]
METRES_PER_DEGREE = 111_195.0
DRAWS, DRAWS_SMALL = 1000, 50
FEWEST = 50
"""Visits that a word needs for a column of its own in the peer."""
OWN_RATE, PEER = "own rate, shrunk", "blend of scikit-learn's (peer)"


def read_visits(file: str) -> Visits:
    """Read the table; positions in metres around its middle."""
    table = pd.read_csv(file, dtype={"Inspection_ID": str, "License": str})
    table = table.set_index("Inspection_ID")
    day = pd.to_datetime(table["Inspection_Date"])
    lon, lat = table["Longitude"], table["Latitude"]
    east = METRES_PER_DEGREE * np.cos(np.radians(lat.mean()))
    rows = pd.DataFrame(
        {
            "site": table["License"],
            "day": day,
            "found": table["criticalFound"],
            "team": table["Inspector_Assigned"],
            "x_m": (lon - lon.mean()) * east,
            "y_m": (lat - lat.mean()) * METRES_PER_DEGREE,
        }
    )
    since = (day - day.dt.to_period("M").dt.start_time).dt.days / 365.25
    features = table[[*LICENCES, "Facility_Type", "Risk"]]
    features = features.assign(age=table["ageAtInspection"] - since)
    return Visits(rows=rows, features=features, history=table[HISTORY])


def peer_columns(trial: Trial) -> pd.DataFrame:
    """Give what the peer sees: raw last and mean results, rates, times since, and the columns."""
    past, facts = trial.described.past, trial.described.facts
    known = read_past(past)
    span = known.line.before(
        past.rows["site"], day_numbers(freezing_days(past.rows["day"], trial.origin))
    )
    plain = facts[OWN][["own", "last", "unseen", "clean", "first"]]
    near = facts[NEAR][["near_400", "near_1200"]]
    results, history = pd.DataFrame(past.history), {}
    for name in HISTORY:
        values = results[name].to_numpy(dtype=float)[known.line.order]
        history[f"last {name}"] = np.nan_to_num(known.line.nth_last(values, span))
        history[f"mean {name}"] = known.line.sums(values, span) / np.maximum(span.count, 1)
    columns = facts[COLUMN]
    words = columns[["Facility_Type", "Risk"]].astype(object)
    common = words.apply(lambda one: one.where(one.map(one.value_counts()) >= FEWEST, "other"))
    numbers = columns.drop(columns=list(words.columns)).astype(float).fillna(0.0)
    told = pd.get_dummies(common.fillna("other"), dtype=float)
    return pd.concat([plain, near, pd.DataFrame(history, facts.index), numbers, told], axis=1)


def peer_chances(trial: Trial, judged: pd.Index) -> pd.Series:
    """Let the peer foresee each month from all before it, every row as by the mean of teams."""
    rows = trial.described.past.rows
    columns, teams = peer_columns(trial), pd.get_dummies(rows["team"], dtype=float)
    parts = []
    for month in rows.loc[judged, "day"].dt.to_period("M").unique():
        before = (rows["day"] < month.start_time).to_numpy()
        here = judged[rows.loc[judged, "day"].dt.to_period("M") == month]
        known = np.column_stack([columns[before], teams[before]])
        chance = np.zeros(len(here))
        for model in (
            make_pipeline(StandardScaler(), LogisticRegression(C=0.005, max_iter=2000)),
            HistGradientBoostingClassifier(
                max_iter=100, learning_rate=0.05, max_leaf_nodes=8, random_state=0
            ),
        ):
            model.fit(known, rows["found"][before])
            for number, share in enumerate(teams[before].mean()):
                one = np.zeros((len(here), teams.shape[1]))
                one[:, number] = 1.0
                asked = np.column_stack([columns.loc[here], one])
                chance += share * model.predict_proba(asked)[:, 1] / 2
        parts.append(pd.Series(chance, index=here))
    return pd.concat(parts)


def group_means(trial: Trial) -> pd.Series:
    """Give what each visit's team had found before the month: who goes, and nothing of where."""
    rows = trial.described.past.rows
    known = read_past(trial.described.past)
    means = team_means(known, known.found, day_numbers(freezing_days(rows["day"], trial.origin)))
    code = known.teams.get_indexer(pd.Index(rows["team"]))
    return pd.Series(means[np.arange(len(rows)), code], index=rows.index)


def rivals(trial: Trial, *, is_small: bool) -> dict[str, pd.Series]:
    """Give every ranking by name, all for the same visits, those of the nine months."""
    ridge = trial.forecasts("ridge")
    judged = ridge.index[ridge["judged"]]
    facts = trial.described.facts.loc[judged]
    plain = {
        "ridge (chosen)": ridge.loc[judged, "logit"],
        OWN_RATE: facts[OWN, "own"],
        "neighbours' rate, 400 m": facts[NEAR, "near_400"],
    }
    if is_small:
        return plain
    boosted = trial.forecasts("boosted")
    known = Trial(trial.described, trial.origin, "known").forecasts("ridge")
    return plain | {
        PEER: peer_chances(trial, judged),
        "boosted steps": boosted.loc[judged, "logit"],
        "mean of both": (ridge.loc[judged, "logit"] + boosted.loc[judged, "logit"]) / 2,
        "group mean only": group_means(trial).loc[judged],
        "ridge, team known": known.loc[judged, "logit"],
    }


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """The visits of the nine months: outcome, team and month as numbers, day, site."""

    found: NDArray[np.float64]
    group: NDArray[np.int64]
    window: NDArray[np.int64]
    day: NDArray[np.datetime64]
    site: pd.Series

    @classmethod
    def of(cls, rows: pd.DataFrame) -> Judged:
        """Read them off the rows."""
        month = pd.factorize(rows["day"].dt.to_period("M"))[0]
        found = rows["found"].to_numpy(dtype=float)
        return cls(found, team_groups(rows["team"]), month, rows["day"].to_numpy(), rows["site"])

    def means(self, score: NDArray[np.float64]) -> list[float]:
        """Give the figures of a score, months weighted by their finds."""
        figures, weights = [], []
        for one in np.unique(self.window):
            at = self.window == one
            y, s, g, day = self.found[at], score[at], self.group[at], self.day[at]
            figures.append(
                [
                    auc(y, s),
                    within_auc(y, s, g),
                    recall_at(y, s, 0.2),
                    days_earlier(y, s, day),
                    days_earlier(y, s, day, g),
                    first_half_share(y, s, day),
                ]
            )
            weights.append(y.sum())
        return [weighted_mean(column, weights) for column in zip(*figures, strict=True)]

    def gain(
        self, score: NDArray[np.float64], other: NDArray[np.float64], *, draws: int
    ) -> Interval:
        """Give the paired interval of the AUC within teams."""
        metric = over_windows(within_auc, self.window, self.found, self.found, self.group)
        return paired_interval(metric, score, other, self.site, draws=draws)


def report(trial: Trial, *, is_small: bool) -> list[str]:
    """Make the rows of the table: figures of every ranking, and its paired intervals."""
    scores = rivals(trial, is_small=is_small)
    index = next(iter(scores.values())).index
    judged = Judged.of(trial.described.past.rows.loc[index])
    draws = DRAWS_SMALL if is_small else DRAWS
    lines = []
    for name, score in scores.items():
        values = score.loc[index].to_numpy(dtype=float)
        cells = [f"{one:.4f}" for one in judged.means(values)[:2]]
        cells += [f"{one:.3f}" if one < 1 else f"{one:.2f}" for one in judged.means(values)[2:]]
        for rival in (OWN_RATE, PEER):
            if rival in scores and name != rival:
                other = scores[rival].loc[index].to_numpy(dtype=float)
                gain = judged.gain(values, other, draws=draws)
                cells.append(f"{gain.seen:+.3f} [{gain.low:+.3f}, {gain.high:+.3f}]")
            else:
                cells.append("")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    if not is_small:
        error = brier(judged.found, scores[PEER].loc[index].to_numpy(dtype=float))
        lines.append(f"\nBrier score of the peer's chances {error:.4f}")
    return lines


def chances(trial: Trial) -> pd.DataFrame:
    """Calibrate each of the nine months on forecasts before it: ``month``, ``found``, ``risk``."""
    made = trial.forecasts("ridge")
    made = made.assign(month=made["day"].dt.to_period("M"))
    parts: list[pd.DataFrame] = []
    for month in made.loc[made["judged"], "month"].unique():
        here = made[made["month"] == month]
        risk = calibrate(made, month.start_time).chance(here["logit"].to_numpy())
        parts.append(here[["month", "found"]].assign(risk=risk))
    return pd.concat(parts)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--small", action="store_true", help="ridge and plain rates only")
    asked = parser.parse_args()
    started = time.process_time()
    visits = read_visits(asked.file)
    last: date = visits.rows["day"].max().date()
    origin = last + timedelta(days=1)
    trial = Trial(Described.of(visits, origin), origin, "nuisance")
    print(
        "| ranking | AUC | within teams | recall@20 % | days | days within teams | first half ",
        end="",
    )
    print("| against own rate | against the peer |")
    print("| --- | --: | --: | --: | --: | --: | --: | --- | --- |")
    print("\n".join(report(trial, is_small=asked.small)))
    told = chances(trial)
    found, risk = told["found"].to_numpy(dtype=float), told["risk"].to_numpy()
    monthly = [
        ece(one["found"].to_numpy(dtype=float), one["risk"].to_numpy())
        for _, one in told.groupby("month")
    ]
    print(f"\nECE pooled {ece(found, risk):.4f}, mean of months {np.mean(monthly):.4f}; ", end="")
    print(f"Brier score {brier(found, risk):.4f}; ", end="")
    print(f"{time.process_time() - started:.0f} s of processor")


if __name__ == "__main__":
    main()
