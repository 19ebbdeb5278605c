"""
Time what is worked out for the cells of a province, and print a table.

Usage: ``python benchmarks/cells.py [--sites N] [--side CELLS] [--seed S]``

The sites are invented: N of them spread evenly over a square of SIDE x SIDE cells of 500 m, each
with up to two past looks, and two reports a cell and year come from anywhere. Seconds are those of
the processor, of one run; megabytes are the most that the process held after the step. The goals of
1,000,000 sites in 100,000 cells are assign 2 s, rates 1 s, Gi* 0.5 s.
"""

from __future__ import annotations

import argparse
import resource
import time
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pandas as pd

from data.crs import metric_crs, to_degrees
from data.schema import SCORE, SITE, as_table
from geo.cells.division import square_division
from geo.cells.grid import assign_cells
from geo.cells.harm import site_severity
from geo.cells.hotspots import DEFAULT_HOTSPOTS
from geo.cells.rates import compared_rates
from geo.cells.significance import judge_cells, local_gi_star
from geo.cells.tally import cell_table, sum_cells
from geo.cells.where_next import where_next

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
SIZE_M, RATE = 500, 0.15
VILLAGE_M = 5_000
YEARS, YEARLY_REPORTS = 3, 2
AS_OF = date(2026, 11, 23)
HEAD = "| step | CPU, s | memory, MB |"


class Clock:
    """Runs steps and prints a row of the table for each."""

    def __init__(self) -> None:
        print(f"{HEAD}\n| --- | --- | --- |", flush=True)

    def timed(self, step: str, work: Callable[[], T]) -> T:
        """Do the work and say what it took."""
        start = time.process_time()
        answer = work()
        used = time.process_time() - start
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"| {step} | {used:.2f} | {held:.0f} |", flush=True)
        return answer


def province(count: int, side: int, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """Invent sites, scores and what was found."""
    x, y = 500_000 + rng.random((2, count)) * side * SIZE_M
    lon, lat = to_degrees(x, y + 3_400_000, metric_crs([114.0]))
    keys = pd.Index([f"S{number:07d}" for number in range(count)], dtype="str", name="site_id")
    same = np.zeros(count, dtype=int)
    one = {"site_id": "S", "kind": "enterprise", "name": "厂", "status": "operating"}
    site = as_table([{**one, "lon_deg": 0.0, "lat_deg": 0.0}], SITE).iloc[same].set_axis(keys)
    village = [
        f"村{int(east)}-{int(north)}"
        for east, north in zip(x // VILLAGE_M, y // VILLAGE_M, strict=True)
    ]
    site = site.assign(
        lon_deg=lon, lat_deg=lat, village=pd.Series(village, index=keys, dtype="str")
    )
    known = {"as_of": "2026-11-23", "model": "m", "uncertainty": 0.5, "reasons": "[]"}
    score = as_table([{"site_id": "S", "risk": 0.5, "grade": "red", **known}], SCORE)
    score = score.iloc[same].set_axis(keys).assign(risk=rng.random(count))
    visits = rng.integers(0, 3, count)
    history = pd.DataFrame(
        {
            "visits": visits,
            "finds": rng.binomial(visits, RATE),
            "expected": visits * RATE,
            "last": np.datetime64("2026-11-01", "s"),
        },
        index=keys,
    )
    return {"site": site, "score": score, "history": history}


def reports(cell_ids: pd.Index, rng: np.random.Generator) -> pd.DataFrame:
    """Invent reports: more from some cells than from others."""
    count = YEARS * YEARLY_REPORTS * len(cell_ids)
    heat = rng.gamma(1.0, size=len(cell_ids))
    back = rng.integers(1, 365 * YEARS, count)
    return pd.DataFrame(
        {
            "day": pd.Timestamp(AS_OF) - pd.to_timedelta(back, unit="D"),
            "cell_id": rng.choice(cell_ids.to_numpy(dtype=object), count, p=heat / heat.sum()),
        }
    )


def main() -> None:
    """Read the arguments, invent a province, time the steps."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=1_000_000)
    parser.add_argument("--side", type=int, default=316, help="cells along each side")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    tables = province(asked.sites, asked.side, np.random.default_rng(asked.seed))
    sites, scores, history = tables["site"], tables["score"], tables["history"]
    lon, lat = sites["lon_deg"], sites["lat_deg"]
    clock = Clock()
    crs = metric_crs(lon)
    clock.timed("assign", lambda: assign_cells(lon, lat, crs=crs, size_m=SIZE_M))
    division = clock.timed(
        "assign, draw, name, neighbours", lambda: square_division(sites, size_m=SIZE_M)
    )
    cells = clock.timed(
        "rates and other sums",
        lambda: sum_cells(
            division, sites, scores, history, as_of=AS_OF, severity=site_severity(sites)
        ),
    )
    rates = compared_rates(cells)
    clock.timed("Gi*", lambda: local_gi_star(rates, division.weights))
    judged = clock.timed(
        "chances, classes, outliers",
        lambda: judge_cells(cells, division.weights, params=DEFAULT_HOTSPOTS),
    )
    parts = [division.cells, cells, judged]
    told = reports(division.cells.index, np.random.default_rng(asked.seed))
    table = clock.timed("table", lambda: cell_table(pd.concat(parts, axis="columns")))
    clock.timed(
        "where next", lambda: where_next(told, division.cells, division.weights, as_of=AS_OF)
    )
    print(f"\n{len(sites):,} sites, {len(table):,} cells.")


if __name__ == "__main__":
    main()
