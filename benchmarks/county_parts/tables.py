"""An invented county as tables: towns, villages, sites with scores and past visits, teams."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from data.schema import FINDING, INSPECTION, SCORE, SHIFT, SITE, TEAM, TIP, as_table

if TYPE_CHECKING:
    import pandas as pd
    from numpy import float64
    from numpy.typing import NDArray

MONDAY = date(2026, 11, 23)
WEST, SOUTH, EAST, NORTH = 116.78, 36.56, 117.48, 37.12
"""A box with a real road graph in the shared data; nothing in the county itself is real."""
VILLAGES, SPREAD_DEG = 10, 0.012
GRADES, GRADE_SHARES = ["blue", "yellow", "orange", "red"], [0.5, 0.3, 0.17, 0.03]


@dataclass(frozen=True, slots=True)
class County:
    """What ``planning.demand.weekly_demand`` asks for, invented."""

    sites: pd.DataFrame
    scores: pd.DataFrame
    inspections: pd.DataFrame
    findings: pd.DataFrame
    tips: pd.DataFrame
    teams: pd.DataFrame
    shifts: pd.DataFrame


def invent_county(sites: int, *, towns: int, teams: int, seed: int) -> County:
    """
    Invent a county: towns side by side on a board, each with ten villages and a share of the teams.

    Parameters
    ----------
    sites, towns, teams
        How many, >= 1 each.
    seed
        Of every draw.
    """
    rng = np.random.default_rng(seed)
    middles = _middles(towns, rng)
    villages = np.repeat(middles, VILLAGES, axis=0)
    villages = villages + rng.uniform(-1, 1, villages.shape) * _half_step(towns)
    home = rng.integers(0, len(villages), sites)
    spots = _inside(villages[home] + rng.normal(0, SPREAD_DEG, (sites, 2)))
    names = [f"S{number:05d}" for number in range(sites)]
    places = as_table(
        [
            {
                "site_id": names[number],
                "kind": "idle_factory" if rng.random() < 0.15 else "enterprise",  # noqa: PLR2004
                "name": f"点位{number}",
                "village": _village(int(home[number])),
                "town": _town(int(home[number]) // VILLAGES),
                "status": "operating",
                "industry_code": "C2611" if rng.random() < 0.05 else None,  # noqa: PLR2004
                "hours": "night" if rng.random() < 0.03 else "day",  # noqa: PLR2004
                "area_m2": float(rng.integers(200, 9000)),
                "lon_deg": float(spots[number, 0]),
                "lat_deg": float(spots[number, 1]),
            }
            for number in range(sites)
        ],
        SITE,
    )
    return County(
        sites=places,
        scores=_scores(names, rng),
        inspections=_inspections(names, rng),
        findings=_findings(names, rng),
        tips=as_table([], TIP),
        teams=_teams(teams, middles, rng),
        shifts=_shifts(teams),
    )


def _middles(towns: int, rng: np.random.Generator) -> NDArray[float64]:
    """Put towns on a board of about five columns for every three rows, a little awry."""
    columns = max(1, round(np.sqrt(towns * 5 / 3)))
    rows = -(-towns // columns)
    places = [(number % columns, number // columns) for number in range(towns)]
    at = (np.array(places, dtype=float) + 0.5) / [columns, rows]
    at += rng.uniform(-0.1, 0.1, at.shape) / [columns, rows]
    return np.array([WEST, SOUTH]) + at * [EAST - WEST, NORTH - SOUTH]


def _half_step(towns: int) -> NDArray[float64]:
    """Say how far villages lie from their town: to the border, and a little over it."""
    columns = max(1, round(np.sqrt(towns * 5 / 3)))
    rows = -(-towns // columns)
    return 0.55 * np.array([(EAST - WEST) / columns, (NORTH - SOUTH) / rows])


def _inside(spots: NDArray[float64]) -> NDArray[float64]:
    return np.clip(spots, [WEST, SOUTH], [EAST, NORTH])


def _town(number: int) -> str:
    return f"虚构{number + 1:02d}镇"


def _village(number: int) -> str:
    return f"{_town(number // VILLAGES)}{number % VILLAGES + 1}村"


def _scores(names: list[str], rng: np.random.Generator) -> pd.DataFrame:
    risks = rng.beta(2, 5, len(names))
    grades = rng.choice(GRADES, len(names), p=GRADE_SHARES)
    rows = [
        {
            "site_id": name,
            "as_of": MONDAY,
            "model": "test",
            "risk": float(risk),
            "grade": str(grade),
            "uncertainty": 0.5,
            "reasons": "[]",
        }
        for name, risk, grade in zip(names, risks, grades, strict=True)
    ]
    return as_table(rows, SCORE)


def _inspections(names: list[str], rng: np.random.Generator) -> pd.DataFrame:
    """Two visits a site on average, within two years."""
    count = 2 * len(names)
    seen, ago = rng.integers(0, len(names), count), rng.integers(3, 730, count)
    rows = [
        {
            "inspection_id": f"J{number}",
            "site_id": names[seen[number]],
            "day": MONDAY - timedelta(days=int(ago[number])),
            "mode": "patrol",
            "result": "clean",
        }
        for number in range(count)
    ]
    return as_table(rows, INSPECTION)


def _findings(names: list[str], rng: np.random.Generator) -> pd.DataFrame:
    """Open findings at one site in forty, due around this week."""
    rows = [
        {
            "finding_id": f"F{number}",
            "site_id": names[site],
            "what": "安全出口堵塞",
            "level": "major" if rng.random() < 0.05 else "ordinary",  # noqa: PLR2004
            "found": MONDAY - timedelta(days=40),
            "due": MONDAY + timedelta(days=int(rng.integers(-20, 14))),
            "state": "notified",
        }
        for number, site in enumerate(rng.choice(len(names), len(names) // 40, replace=False))
    ]
    return as_table(rows, FINDING)


def _teams(count: int, middles: NDArray[float64], rng: np.random.Generator) -> pd.DataFrame:
    """Put teams beside their town's hall; each has a home village of the town."""
    rows = []
    for number in range(count):
        town = number % len(middles)
        lon_deg, lat_deg = middles[town] + rng.normal(0, 0.002, 2)
        rows.append(
            {
                "team_id": f"T{number:03d}",
                "name": f"虚构{number + 1}队",
                "card_holders": 2,
                "home_village": _village(town * VILLAGES + int(rng.integers(0, VILLAGES))),
                "skills": '["chem"]' if number // len(middles) == 0 else "[]",
                "lon_deg": float(lon_deg),
                "lat_deg": float(lat_deg),
            }
        )
    return as_table(rows, TEAM)


def _shifts(teams: int) -> pd.DataFrame:
    """Work five days a week from 8:30 to 17:30; every fourth team also on Wednesday evening."""
    day = {"kind": "day", "start_s": 30_600, "end_s": 63_000}
    lunch = {"break_start_s": 43_200, "break_end_s": 48_600}
    night = {"kind": "night", "weekday": 2, "start_s": 68_400, "end_s": 82_800}
    rows = [
        {"shift_id": f"D{number}", "team_id": f"T{number:03d}", **day, **lunch}
        for number in range(teams)
    ]
    rows += [
        {"shift_id": f"N{number}", "team_id": f"T{number:03d}", **night}
        for number in range(0, teams, 4)
    ]
    return as_table(rows, SHIFT)
