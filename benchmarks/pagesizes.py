"""
Write the hotspot page of invented towns, and stock folium's beside it, and print what they cost.

    python benchmarks/pagesizes.py [--counts 1000 10000 100000] [--stock 1000 10000 100000]

The ground is the sample town's; places are spread around its villages with names, addresses,
histories and six reasons each, drawn from a seed. Stock folium shows the same places and names: as
``CircleMarker`` with a tooltip, and as one ``GeoJson`` with tooltip; its library files, which it
would fetch, are put into the page, so that it opens at all. "Usable" is the page's own mark, and
for stock folium the end of drawing: the first frame after all its scripts. Best of three, offline;
seconds of Python are processor seconds.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

import folium
import numpy as np
import pandas as pd
import shapely
from playwright.sync_api import sync_playwright

from benchmarks.pages import FLAGS, USABLE
from data.sample import sample_town
from data.schema import CELL, as_table
from data.sheets import PageFacts
from maps.pages import hotspots_page
from maps.shipped import shipped_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.random import Generator
    from playwright.sync_api import Browser, Page

    from data.model import Roads

TRIES = 3
WAIT_MS = 180_000
SIDE_DEG = 0.01
NEVER_SHARE, IDLE_SHARE, HOT_CELLS = 0.05, 0.1, 10
DRAWN = (
    "<script>requestAnimationFrame(() => setTimeout(() => performance.mark('usable')));</script>"
)
FACTS = PageFacts(
    town="试验县",
    data_date=date(2026, 11, 21),
    model="card-2",
    invented=True,
    sources=("pagesizes.py",),
    version="0",
)
PLACES = ("城关", "桃源", "清河", "石桥", "柳树", "王庄", "东岗", "新圩", "大塘", "杨店")
WORDS = tuple("华兴盛隆源丰达顺德信诚恒润泰瑞祥宏伟建业")
TRADES = (
    "木材加工",
    "塑料制品",
    "金属表面处理",
    "食品加工",
    "纺织",
    "化工仓储",
    "机械加工",
    "家具",
)
GRADES = ("red", "orange", "yellow", "blue")
TIMED = {
    "filter": """() => {
      const box = document.querySelector('[name=grade][value=blue]');
      const start = performance.now();
      box.click();
      return performance.now() - start;
    }""",
    "search": """() => {
      const field = document.getElementById('find');
      const start = performance.now();
      field.value = '东岗华';
      field.dispatchEvent(new Event('input'));
      return performance.now() - start;
    }""",
}


def main() -> None:
    """Print one row per page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--counts", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--stock", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    asked = parser.parse_args()
    chromium = shutil.which("chromium") or sys.exit("Chromium is not here: apt install chromium")
    roads = sample_town(seed=7).roads
    print("| places | page | MB | Python, s | usable, ms | filter, ms | search, ms |")
    print("| --: | --- | --: | --: | --: | --: | --: |")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for count in asked.counts:
            sites = invented_sites(np.random.default_rng(count), count)
            pages = {"hotspots": lambda sites=sites: own_page(sites, roads)}
            if count in asked.stock:
                pages |= {
                    "folium CircleMarker": lambda sites=sites: circle_page(sites),
                    "folium GeoJson": lambda sites=sites: geojson_page(sites),
                }
            for name, write in pages.items():
                print(row(browser, Path(folder), count=count, name=name, write=write), flush=True)
        browser.close()


def row(browser: Browser, folder: Path, *, count: int, name: str, write: Callable[[], str]) -> str:
    """Write one page, open it, and tell what it cost."""
    start = process_time()
    text = write()
    took_s = process_time() - start
    file = folder / "page.html"
    file.write_text(text, encoding="utf-8")
    best: dict[str, float] = {}
    for _ in range(TRIES):
        for key, value in opened(browser, file, timed=TIMED if name == "hotspots" else {}).items():
            best[key] = min(best.get(key, value), value)
    figures = " | ".join(f"{best[key]:.0f}" if key in best else "–" for key in ("usable", *TIMED))
    return f"| {count:,} | {name} | {file.stat().st_size / 1e6:.2f} | {took_s:.1f} | {figures} |"


def opened(browser: Browser, file: Path, *, timed: dict[str, str]) -> dict[str, float]:
    """Open a page once and time what a user would wait for."""
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 800})
    page: Page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    page.goto(file.as_uri(), timeout=WAIT_MS, wait_until="commit")
    page.wait_for_function("() => performance.getEntriesByName('usable').length > 0")
    told = {"usable": float(page.evaluate(USABLE))}
    told |= {key: float(page.evaluate(script)) for key, script in timed.items()}
    context.close()
    return told


def own_page(sites: pd.DataFrame, roads: Roads) -> str:
    """Write our page."""
    return hotspots_page(sites, invented_cells(sites), roads, facts=FACTS)


def circle_page(sites: pd.DataFrame) -> str:
    """Write stock folium's page with one marker a place."""
    whole = stock_map()
    columns = zip(sites["lon_deg"], sites["lat_deg"], sites["name"], strict=True)
    for lon, lat, name in columns:
        folium.CircleMarker([float(lon), float(lat)], radius=4, tooltip=str(name)).add_to(whole)
    return standing_alone(whole)


def geojson_page(sites: pd.DataFrame) -> str:
    """Write stock folium's page with one layer of points."""
    whole = stock_map()
    columns = zip(sites["lon_deg"], sites["lat_deg"], sites["name"], strict=True)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {"name": name},
        }
        for lon, lat, name in columns
    ]
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        marker=folium.CircleMarker(radius=4),
        tooltip=folium.GeoJsonTooltip(["name"]),
    ).add_to(whole)
    return standing_alone(whole)


def stock_map() -> folium.Map:
    """Make folium's map, on canvas, without tiles, which are not there offline."""
    return folium.Map([31.9, 119.9], zoom_start=11, tiles=None, prefer_canvas=True)


def standing_alone(whole: folium.Map) -> str:
    """Put Leaflet into a stock page in place of its links, and a mark at its end."""
    text = whole.get_root().render()
    text = re.sub(r'<script src="[^"]*"></script>', "", text)
    text = re.sub(r'<link rel="stylesheet" href="[^"]*"\s*/>', "", text)
    library = f"<script>{shipped_text('vendor/leaflet.js')}</script>"
    style = f"<style>{shipped_text('vendor/leaflet.css')}</style>"
    return text.replace("<head>", f"<head>{style}{library}", 1) + DRAWN


def invented_sites(rng: Generator, count: int) -> pd.DataFrame:
    """Draw places with what a real ledger knows of them."""
    numbers = np.arange(count)
    village = rng.integers(0, max(10, count // 100), count)
    centre = rng.uniform(-1, 1, (village.max() + 1, 2)) * 0.05 * (count / 1000) ** 0.5
    spots = centre[village] + rng.normal(0, 0.008, (count, 2))
    risk = rng.beta(1.3, 6, count).round(3)
    grade = np.searchsorted(np.quantile(-risk, [0.01, 0.05, 0.2]), -risk)
    days = rng.gamma(1.5, 120, count).astype(int)
    never = rng.random(count) < NEVER_SHARE
    last = pd.Series(pd.Timestamp(FACTS.data_date) - pd.to_timedelta(days, unit="D"))
    visits = np.where(never, 0, rng.poisson(4, count) + 1)
    trade = rng.integers(0, len(TRADES), count)
    names = [f"{PLACES[v % 10]}{v // 10}村" for v in village]
    letters = rng.integers(0, len(WORDS), (count, 2))
    return pd.DataFrame(
        {
            "kind": np.where(rng.random(count) < IDLE_SHARE, "idle_factory", "enterprise"),
            "name": [
                f"{PLACES[v % 10]}{WORDS[a]}{WORDS[b]}{TRADES[t]}厂"
                for v, (a, b), t in zip(village, letters, trade, strict=True)
            ],
            "village": names,
            "address": [
                f"{v}{n}号" for v, n in zip(names, rng.integers(1, 300, count), strict=True)
            ],
            "industry": [TRADES[t] for t in trade],
            "status": "operating",
            "lon_deg": 119.9 + spots[:, 0],
            "lat_deg": 31.9 + spots[:, 1],
            "risk": risk,
            "grade": [GRADES[place] for place in grade],
            "uncertainty": rng.uniform(0.1, 0.9, count).round(2),
            "reasons": [reasons(rng, TRADES[t], days=d) for t, d in zip(trade, days, strict=True)],
            "last_visit": last.mask(never).to_numpy(),
            "last_result": ["" if unseen else "clean" for unseen in never],
            "visits": visits,
            "finds": rng.binomial(visits, 0.2),
            "open_findings": rng.binomial(1, 0.03, count),
            "planned": None,
        },
        index=pd.Index([f"S{number:06d}" for number in numbers], name="site_id"),
    )


def reasons(rng: Generator, trade: str, *, days: int) -> str:
    """Write six reasons as the scorecard does: texts with figures, points, evidence."""
    near, people, past, metres = rng.integers(1, [9, 200, 9, 900]).tolist()
    found = f"J{rng.integers(0, 99_999):05d} 2026-{rng.integers(1, 12):02d}-15"
    listed = [
        (f"行业为{trade}", f"Works in {trade}", "", 8.0),
        (f"已有{days}天没有检查", f"Not visited for {days} days", "", round(days / 30, 1)),
        (f"周围300米内另有{near}处场所", f"{near} other sites within 300 m", "", near / 2),
        (f"从业{people}人", f"{people} people work here", "", 1.0),
        (f"以往{past}次检查有发现", f"{past} past visits found something", found, past * 2.0),
        (f"距水体约{metres}米", f"About {metres} m from open water", "", 0.4),
    ]
    keys = ("zh", "en", "evidence", "points")
    return json.dumps(
        [
            {"code": str(place), **dict(zip(keys, one, strict=True)), "points": one[3] / 100}
            for place, one in enumerate(listed)
        ]
    )


def invented_cells(sites: pd.DataFrame) -> pd.DataFrame:
    """Cut squares over the places, and call the fullest hot."""
    spots = sites[["lon_deg", "lat_deg"]].to_numpy()
    squares, members = np.unique(np.floor(spots / SIDE_DEG), axis=0, return_counts=True)
    order = np.argsort(-members, kind="stable")[:400]
    rows: list[dict[str, Any]] = [
        {
            "cell_id": f"G{place}",
            "sites": int(members[place]),
            "mean_risk": 0.3,
            "max_risk": 0.8,
            "worst_grade": "red",
            "visits": 20,
            "finds": 4,
            "rate": 0.2,
            "near_visits": 60,
            "z": 3.0 if rank < HOT_CELLS else 0.5,
            "q": 0.03 if rank < HOT_CELLS else 0.6,
            "class": "hot95" if rank < HOT_CELLS else "plain",
            "days_since": 30,
            "geometry": shapely.box(
                *(squares[place] * SIDE_DEG), *((squares[place] + 1) * SIDE_DEG)
            ),
        }
        for rank, place in enumerate(order)
    ]
    return as_table(rows, CELL)


if __name__ == "__main__":
    main()
