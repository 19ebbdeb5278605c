"""
Score a generated county with the scorecard and print a Markdown table of what it took.

Usage: ``python benchmarks/scoring.py [--sites 100000] [--small] [--seed N]``

Each site has about three visits; one in five a finding, one in twenty a remark or a column of its
own; there are tips, homes, schools, water and meters. Seconds are processor seconds, and
memory is the most it ever held, tables included. ``--small`` scores 2,000 sites and fails where
reasons do not sum to the risk.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import orjson
import pandas as pd
import shapely

from data.schema import AREA, FINDING, INSPECTION, POWER_READING, SITE, TIP, as_table, table_of
from geo.card.card import default_card
from geo.card.scorecard import score_sites

if TYPE_CHECKING:
    from data.schema import TableSchema

AS_OF = date(2026, 11, 23)
SMALL = 2_000
IDLE_SHARE = 0.2
CLOSE = 1e-9
LON, LAT, SPAN_DEG = 115.0, 35.5, 0.6
REMARKS = ["", "二房东转租", "夜间有异味", "大门常闭", "已断电", "群众多次反映", "位置偏僻"]
INDUSTRIES = ["涂料", "铸造", "家具制造", "机械加工", "印染", "食品", "商店", ""]
LICENCES = ["齐全", "无照", "缺环评", "缺环评、缺用地", ""]
EXTRAS = ["", '{"L":"3","E":"6","C":"15"}', '{"储存量(吨)":"液氨4"}', '{"涉爆粉尘":"是"}']


def table(schema: TableSchema, count: int, letter: str, **columns: object) -> pd.DataFrame:
    """Build a table of so many rows; the columns not given are missing."""
    known = {name: list(np.broadcast_to(given, count)) for name, given in columns.items()}
    empty = [None] * count
    keys = [f"{letter}{number:06d}" for number in range(count)]
    filled = {name: known.get(name, empty) for name in schema.names}
    return table_of({schema.key: keys, **filled}, schema)


def texts(rng: np.random.Generator, choices: list[str], count: int) -> list[str | None]:
    """Draw texts; an empty one is missing."""
    return [choices[place] or None for place in rng.integers(0, len(choices), count)]


def days(rng: np.random.Generator, count: int) -> list[date]:
    """Draw days of the two years before."""
    return list((pd.Timestamp(AS_OF) - pd.to_timedelta(rng.integers(1, 730, count), "D")).date)


def county(count: int, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """Invent the tables of a county."""
    places = table(
        SITE,
        count,
        "S",
        kind=["idle_factory" if one else "enterprise" for one in rng.random(count) < IDLE_SHARE],
        name=[f"企业{number}" for number in range(count)],
        industry=texts(rng, INDUSTRIES, count),
        licences=texts(rng, LICENCES, count),
        remark=texts(rng, REMARKS + [""] * 40, count),
        extra=texts(rng, EXTRAS + [""] * 20, count),
        workers=rng.integers(0, 200, count).astype(float).tolist(),
        chemicals=[[True, False, None][one] for one in rng.integers(0, 3, count)],
        status=[["operating", "stopped", "idle", "unknown"][i] for i in rng.integers(0, 4, count)],
        lon_deg=(LON + SPAN_DEG * rng.random(count)).tolist(),
        lat_deg=(LAT + SPAN_DEG * rng.random(count)).tolist(),
    )
    ids = places.index.to_numpy()
    looks, faults, told = 3 * count, count // 5, count // 50
    results = ["clean"] * 7 + ["finding", "closed", "illegal"]
    return {
        "sites": places,
        "inspections": table(
            INSPECTION,
            looks,
            "J",
            site_id=rng.choice(ids, looks).tolist(),
            day=days(rng, looks),
            team=texts(rng, ["一队", "二队", "三队", ""], looks),
            result=texts(rng, results, looks),
        ),
        "findings": table(
            FINDING,
            faults,
            "F",
            site_id=rng.choice(ids, faults).tolist(),
            what="安全出口堵塞",
            level=texts(rng, ["ordinary"] * 30 + ["major"], faults),
            found=days(rng, faults),
            due=days(rng, faults),
            state="notified",
        ),
        "tips": table(
            TIP,
            told,
            "X",
            day=days(rng, told),
            verified=texts(rng, ["true", "open", "false"], told),
            lon_deg=(LON + SPAN_DEG * rng.random(told)).tolist(),
            lat_deg=(LAT + SPAN_DEG * rng.random(told)).tolist(),
        ),
        "power": table(
            POWER_READING,
            told,
            "P",
            site_id=rng.choice(ids, told).tolist(),
            meter=[str(number) for number in range(told)],
            month="2026-09",
            kwh=rng.integers(0, 2000, told).astype(float).tolist(),
        ),
        "places": areas(count // 50, rng),
    }


def areas(count: int, rng: np.random.Generator) -> pd.DataFrame:
    """Invent homes, schools, water and stations."""
    at = np.column_stack([LON + SPAN_DEG * rng.random(count), LAT + SPAN_DEG * rng.random(count)])
    kinds = ["residential", "school", "water", "station"]
    rows = [
        {"area_id": str(number), "kind": kinds[number % 4], "geometry": shape}
        for number, shape in enumerate(shapely.buffer(shapely.points(at), 0.001))
    ]
    return as_table(rows, AREA)


def largest_miss(scores: pd.DataFrame) -> float:
    """Find by how much the reasons of a site miss its risk at most."""
    sums = [sum(one["points"] for one in orjson.loads(text)) for text in scores["reasons"]]
    return float(np.abs(np.array(sums) - scores["risk"].to_numpy()).max())


def main() -> int:
    """Measure what the command line asks for; 1 where reasons do not sum to the risk."""
    parser = argparse.ArgumentParser(description="Score a generated county.")
    parser.add_argument("--sites", type=int, default=100_000)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    count = SMALL if asked.small else asked.sites
    tables = county(count, np.random.default_rng(asked.seed))
    held_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.process_time()
    scores = score_sites(
        tables.pop("sites"),
        tables.pop("inspections"),
        tables.pop("findings"),
        tables.pop("tips"),
        as_of=AS_OF,
        card=default_card(),
        **tables,
    )
    seconds = time.process_time() - start
    most_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    miss = largest_miss(scores)
    print("| sites | CPU-s | most memory, MB | of it before, MB | reasons miss the risk by |")
    print("| --- | --- | --- | --- | --- |")
    print(f"| {count:,} | {seconds:.2f} | {most_mb:.0f} | {held_mb:.0f} | {miss:.0e} |")
    return 0 if miss < CLOSE else 1


if __name__ == "__main__":
    sys.exit(main())
