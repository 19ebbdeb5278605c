"""Learned scores on Chicago's food inspections: nine rolling months, the team as a nuisance.

Features are the licences, facility type, risk class and age of each row, the age taken back to the
first day of the month; outcomes of the same visit (violations, results) are history only. Nothing
of the day of the visit (weather, heat maps) is used. The protocol is that of
docs/adr/0024-learned-scores.md.

    python benchmarks/chicago.py ../shared/data/inspections/chicago_food_2011_2014.csv.gz
"""

from __future__ import annotations

import argparse
import time
from datetime import date, timedelta

import numpy as np
import pandas as pd

from geo.evaluate import (
    auc,
    days_earlier,
    ece,
    over_windows,
    paired_interval,
    recall_at,
    weighted_mean,
    within_auc,
)
from geo.learned.chain import Described, calibrate
from geo.learned.facts import NEAR, OWN
from geo.learned.trial import Trial, team_groups
from geo.learned.visits import Visits

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
DRAWS = 1000


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


def rivals(trial: Trial) -> dict[str, pd.Series]:
    """Give every ranking by name, all for the same visits, those of the nine months."""
    ridge = trial.forecasts("ridge")
    boosted = trial.forecasts("boosted")
    known = Trial(trial.described, trial.origin, "known").forecasts("ridge")
    judged = ridge.index[ridge["judged"]]
    facts = trial.described.facts.loc[judged]
    return {
        "ridge (chosen)": ridge.loc[judged, "logit"],
        "boosted steps": boosted.loc[judged, "logit"],
        "mean of both": (ridge.loc[judged, "logit"] + boosted.loc[judged, "logit"]) / 2,
        "own rate, shrunk": facts[OWN, "own"],
        "neighbours' rate, 400 m": facts[NEAR, "near_400"],
        "ridge, team known": known.loc[judged, "logit"],
    }


def report(trial: Trial) -> list[str]:
    """Make the rows of the table: figures of every ranking, and its interval against own rate."""
    scores = rivals(trial)
    index = next(iter(scores.values())).index
    rows = trial.described.past.rows.loc[index]
    found = rows["found"].to_numpy(dtype=float)
    group = team_groups(rows["team"])
    window = pd.factorize(rows["day"].dt.to_period("M"))[0]
    metric = over_windows(within_auc, window, found, found, group)
    plain = scores["own rate, shrunk"].to_numpy()
    lines = []
    for name, score in scores.items():
        values = score.to_numpy()
        figures, weights = [], []
        for one in np.unique(window):
            at = window == one
            y, s, g = found[at], values[at], group[at]
            day = rows["day"].to_numpy()[at]
            figures.append(
                [auc(y, s), within_auc(y, s, g), recall_at(y, s, 0.2), days_earlier(y, s, day, g)]
            )
            weights.append(y.sum())
        means = [weighted_mean(column, weights) for column in zip(*figures, strict=True)]
        gain = paired_interval(metric, values, plain, rows["site"], draws=DRAWS)
        lines.append(
            f"| {name} | {means[0]:.4f} | {means[1]:.4f} | {means[2]:.3f} | {means[3]:.2f} "
            f"| {gain.seen:+.3f} [{gain.low:+.3f}, {gain.high:+.3f}] |"
        )
    return lines


def pooled_ece(trial: Trial) -> tuple[float, list[float]]:
    """Calibrate each month on forecasts before it; give the error pooled and month by month."""
    made = trial.forecasts("ridge")
    risks, outcomes, errors = [], [], []
    for month in made.loc[made["judged"], "day"].dt.to_period("M").unique():
        here = made[made["day"].dt.to_period("M") == month]
        risk = calibrate(made, month.start_time).risk(here["logit"].to_numpy())
        found = here["found"].to_numpy(dtype=float)
        risks.append(risk)
        outcomes.append(found)
        errors.append(ece(found, risk))
    return ece(np.concatenate(outcomes), np.concatenate(risks)), errors


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    started = time.process_time()
    visits = read_visits(parser.parse_args().file)
    last: date = visits.rows["day"].max().date()
    origin = last + timedelta(days=1)
    trial = Trial(Described.of(visits, origin), origin, "nuisance")
    print("| ranking | AUC | within teams | recall@20 % | days within teams | against own rate |")
    print("| --- | --: | --: | --: | --: | --- |")
    print("\n".join(report(trial)))
    error, monthly = pooled_ece(trial)
    print(f"\nECE pooled {error:.4f}, mean of months {np.mean(monthly):.4f}; ", end="")
    print(f"{time.process_time() - started:.0f} s of processor")


if __name__ == "__main__":
    main()
