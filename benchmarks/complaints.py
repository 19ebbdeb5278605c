"""Where the next complaints come from: rolling origins on Chicago's, five ways of saying it.

Squares of 200 m; those count where the reports before the first origin, smoothed over 2 cells, come
to more than .02. Weekly: 13 origins every second week; monthly: 6 periods of 30 days. Only reports
before an origin are known to any way but the oracle. Tied cells share what they hold. Figures are
means over the origins; below them where-next less the 12-month count, over all origins together,
cells drawn a thousand times.

    python benchmarks/complaints.py ../shared/data/inspections/FILE.csv.gz [--moved METRES]
    python benchmarks/complaints.py --cells 100000

The second form invents a town of so many cells and times the whole question, past periods judged.
"""

from __future__ import annotations

import argparse
import resource
import time
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.crs import metric_crs, to_metres
from geo.cells.forecast import TOP_SHARE
from geo.cells.grid import Cell
from geo.cells.hotspots import local_gi_star
from geo.cells.lags import Record, day_number, last_year
from geo.cells.rolling import Past
from geo.cells.smoothing import RasterSmoothing
from geo.cells.weights import square_weights
from geo.cells.where_next import where_next
from geo.evaluate import flag_area, hit_share, pai, pei, places, share_gain

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.evaluate import Interval

    FloatArray = NDArray[np.float64]

SIZE_M, ZONE = 200, -29
MASK_WIDTH, MASK_LEAST = 2.0, 0.02
FIRST_ROW, FIRST = date(2011, 1, 1), date(2013, 1, 1)
PERIODS = {"weekly": (7, 14, 13), "monthly": (30, 30, 6)}
"""Days judged, days from one origin to the next, origins."""
GAINED = (0.01, TOP_SHARE)
WHERE_NEXT, COUNT, ORACLE = "where-next", "12-month count", "oracle"


@dataclass(frozen=True, slots=True, eq=False)
class Town:
    """Reports on squares, and how to look around a square."""

    record: Record
    smoothing: RasterSmoothing
    cell_ids: list[str]


def read_reports(file: str, *, moved_m: float) -> tuple[NDArray[np.int64], FloatArray]:
    """Give the day and the place, metres, of every report that has both; say what has not."""
    table = pd.read_csv(file, usecols=["date", "Latitude", "Longitude"], parse_dates=["date"])
    old = table["date"] < pd.Timestamp(FIRST_ROW)
    nowhere = table["Latitude"].isna() & ~old
    print(
        f"{len(table):,} reports; {old.sum():,} before {FIRST_ROW} and {nowhere.sum():,} without a "
        "position are left out."
    )
    kept = table[~old & ~nowhere]
    crs = metric_crs([ZONE * 3.0])
    place = np.column_stack(to_metres(kept["Longitude"], kept["Latitude"], crs)) + moved_m
    return (kept["date"] - pd.Timestamp(0)).dt.days.to_numpy(), place


def squares(day: NDArray[np.int64], place: FloatArray, *, first: date) -> Town:
    """Put reports on squares, and keep those where enough was reported before the first origin."""
    at = np.floor(place / SIZE_M).astype(np.int64)
    corner, extent = at.min(axis=0), np.ptp(at, axis=0) + 1
    every = np.stack(np.divmod(np.arange(extent.prod()), extent[1]), axis=1)
    whole = RasterSmoothing.of(every)
    where = np.ravel_multi_index(tuple((at - corner).T), tuple(extent))
    before = np.bincount(where[day < day_number(first)], minlength=len(every)).astype(float)
    kept = np.flatnonzero(whole.around(before, MASK_WIDTH) > MASK_LEAST)
    number = np.full(len(every), -1)
    number[kept] = np.arange(len(kept))
    inside = number[where] >= 0
    ids = [str(Cell(ZONE, SIZE_M, *map(int, one))) for one in every[kept] + corner]
    record = Record.of(day[inside], number[where][inside], len(kept))
    return Town(record, RasterSmoothing.of(every[kept]), ids)


def regression(town: Town, day: int, horizon_days: int) -> FloatArray:
    """Expect what the product does, without judging it."""
    past = Past.of(town.record, town.smoothing, end=day, horizon_days=horizon_days, judged=0)
    fit = past.regression(0)
    assert fit is not None  # noqa: S101 - two years of reports are enough
    return fit.expected(past.columns[0])


def ways(town: Town, day: int, horizon_days: int) -> dict[str, FloatArray]:
    """Score the cells in every way, from reports before a day."""
    year = last_year(town.record, day)
    smoothed = {
        f"KDE 12 months, {width} cells": town.smoothing.around(year, width)
        for width in (0.7, 1.5, 3.0)
    }
    fading = town.record.faded(day, 30.0)
    return {
        ORACLE: town.record.count(day, day + horizon_days),
        WHERE_NEXT: regression(town, day, horizon_days),
        COUNT: year,
        "prospective, 30 days, 0.7 cells": town.smoothing.around(fading, 0.7),
        **smoothed,
        "Gi* 12 months, 3 x 3": local_gi_star(year, square_weights(town.cell_ids)),
    }


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Figures of every way, means over the origins; and what where-next gains on the count."""

    figures: dict[str, list[float]]
    gains: dict[float, Interval]


def judge(town: Town, period: str, *, first: date, origins: int | None = None) -> Judged:
    """Judge every way on every origin: PAI at 1 and 5 %, hit share at 5 %, PEI at 1 %."""
    horizon_days, step, usual = PERIODS[period]
    figures: dict[str, list[list[float]]] = {}
    total = np.zeros(town.record.cells)
    hits = {(way, share): total.copy() for way in (WHERE_NEXT, COUNT) for share in GAINED}
    for number in range(origins or usual):
        day = day_number(first) + step * number
        events = town.record.count(day, day + horizon_days)
        total += events
        made = ways(town, day, horizon_days)
        for way, score in made.items():
            row = [pai(events, score, 0.01), pai(events, score, TOP_SHARE)]
            row += [hit_share(events, score, TOP_SHARE), pei(events, score, 0.01)]
            figures.setdefault(way, []).append(row)
        for (way, share), held in hits.items():
            top = flag_area(places(made[way], seed=number), np.ones(len(events)), share)
            held[top] += events[top]
    means = {way: np.mean(rows, axis=0).tolist() for way, rows in figures.items()}
    gains = {
        share: share_gain((hits[WHERE_NEXT, share], total), (hits[COUNT, share], total))
        for share in GAINED
    }
    return Judged(means, gains)


def table(period: str, found: Judged) -> list[str]:
    """Make the rows of one table."""
    lines = [
        f"\n| {period} | PAI@1 % | PAI@5 % | hit@5 % | PEI@1 % |",
        "| --- | --: | --: | --: | --: |",
    ]
    for way, (one, five, hit, efficiency) in found.figures.items():
        lines.append(f"| {way} | {one:.2f} | {five:.2f} | {hit:.3f} | {efficiency:.3f} |")
    for share, by in found.gains.items():
        lines.append(
            f"\nPAI@{share:.0%} gained on the {COUNT}: {by.seen / share:+.2f} "
            f"[{by.low / share:+.2f}, {by.high / share:+.2f}]"
        )
    return lines


def invented(cells: int, *, seed: int = 0) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """Invent three years of reports, three per cell and year, in a square town."""
    random = np.random.default_rng(seed)
    side = int(np.ceil(np.sqrt(cells)))
    column, row = np.divmod(np.arange(cells), side)
    ids = [
        str(Cell(38, 500, int(1000 + i), int(7000 + j))) for i, j in zip(column, row, strict=True)
    ]
    often = random.gamma(0.5, 18.0, size=cells)
    cell = np.repeat(np.arange(cells), random.poisson(often))
    day = pd.Timestamp("2023-01-01") + pd.to_timedelta(
        random.integers(0, 1096, len(cell)), unit="D"
    )
    events = pd.DataFrame({"day": day, "cell_id": np.array(ids, dtype=object)[cell]})
    return events, pd.DataFrame({"area_km2": 0.25}, index=pd.Index(ids, name="cell_id")), ids


def time_town(cells: int) -> str:
    """Time the whole question: expected reports of every cell, eight earlier periods judged."""
    events, town, ids = invented(cells)
    weights = square_weights(ids)
    started = time.process_time()
    found = where_next(events, town, weights, as_of=date(2026, 1, 1))
    seconds = time.process_time() - started
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"{cells:,} cells, {len(events):,} reports: {seconds:.1f} s of processor, "
        f"peak {peak_mb:,.0f} MB\n{found.why.en}"
    )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?")
    parser.add_argument("--cells", type=int, help="time an invented town of so many cells")
    parser.add_argument("--moved", type=float, default=0.0, help="move the squares, metres")
    parser.add_argument("--first", type=date.fromisoformat, default=FIRST, help="the first origin")
    parser.add_argument("--period", choices=list(PERIODS), action="append")
    parser.add_argument("--origins", type=int, help="fewer origins")
    asked = parser.parse_args()
    if asked.cells:
        print(time_town(asked.cells))
        return
    started = time.process_time()
    day, place = read_reports(asked.file, moved_m=asked.moved)
    town = squares(day, place, first=asked.first)
    print(f"{len(town.cell_ids):,} squares, {len(town.record.day):,} reports in them")
    for period in asked.period or PERIODS:
        print(
            "\n".join(table(period, judge(town, period, first=asked.first, origins=asked.origins)))
        )
    print(f"\n{time.process_time() - started:.0f} s of processor")


if __name__ == "__main__":
    main()
