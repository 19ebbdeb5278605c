"""The sample town has the published size, repeats exactly, and says that it is invented."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest

from data.sample import SampleTown, sample_town
from data.sample.chart import MIDDLE_LAT_DEG, MIDDLE_LON_DEG
from data.sample.names import VILLAGES
from data.schema import AREA, TABLES, check_table
from data.store import open_store
from data.units import week_of

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

FINGERPRINT = """
from data.sample import sample_town
from tests.data.sample.test_town import fingerprint
print(fingerprint(sample_town(seed=7)))
"""


def fingerprint(town: SampleTown) -> str:
    """Boil a whole town down to one text."""
    parts = [table.to_csv() for table in (*town.tables.values(), town.truth)]
    for table in (town.roads.nodes, town.roads.edges, town.roads.places):
        parts.append(table.drop(columns="geometry").to_csv())
        parts.append("".join(table.geometry.to_wkb(hex=True)))
    return hashlib.sha256("".join([*parts, str(town.team_odds)]).encode()).hexdigest()


def test_name_says_that_it_is_invented(town: SampleTown) -> None:
    """Nobody may take it for a real town; its sources say so too."""
    assert "虚构" in town.name
    assert "虚构" in town.roads.source
    for table in town.tables.values():
        assert table["source"].str.contains("虚构").all()


def test_codes_cannot_be_anybodys(town: SampleTown) -> None:
    """GB 32100 never uses I, O, S, V, Z in a credit code."""
    codes = town.tables["site"]["code"].dropna()
    assert len(codes) == 450
    assert (codes.str.len() == 18).all()
    assert codes.str.contains("V").all()


@pytest.mark.parametrize("name", ["site", "inspection", "finding", "tip", "team", "shift"])
def test_tables_follow_their_schemas(town: SampleTown, name: str) -> None:
    """What the demo holds is what an import would give."""
    check_table(town.tables[name], TABLES[name])


def test_size_is_that_of_xixiashu(town: SampleTown) -> None:
    """Published: 5 villages and 5 communities; 600 sites, a quarter of them idle."""
    sites = town.tables["site"]
    assert len(sites) == 600
    assert (sites["kind"] == "idle_factory").sum() == 150
    assert set(sites["village"]) == set(VILLAGES)
    assert sum(name.endswith("社区") for name in VILLAGES) == 5
    assert sites["name"].is_unique


def test_sites_lie_in_a_town_of_that_size(town: SampleTown) -> None:
    """52 square kilometres are a disc of 4.07 km; dents and width may double that, not more."""
    sites = town.tables["site"]
    north_m = (sites["lat_deg"] - MIDDLE_LAT_DEG) * 111_000
    east_m = (sites["lon_deg"] - MIDDLE_LON_DEG) * 111_000 * np.cos(np.radians(MIDDLE_LAT_DEG))
    assert np.hypot(north_m, east_m).max() < 2 * 4070
    assert np.hypot(north_m, east_m).max() > 0.6 * 4070


def test_every_place_reaches_every_other(town: SampleTown) -> None:
    """A plan must never fail for want of a road in the demo."""
    assert nx.is_strongly_connected(nx.MultiDiGraph(list(town.roads.edges.index)))
    assert town.roads.edges["length"].gt(0).all()


def test_places_are_drawn(town: SampleTown) -> None:
    """Ten villages by name, and the water, works, schools and woods of a map."""
    check_table(town.roads.places, AREA)
    assert set(VILLAGES) <= set(town.roads.places["name"])
    kinds = {"town", "village", "water", "green", "industrial", "residential", "school", "medical"}
    assert set(town.roads.places["kind"]) == kinds
    assert town.roads.places.geometry.is_valid.all()


def test_history_ends_before_the_week_to_plan(town: SampleTown) -> None:
    """104 weeks to Sunday 22 November 2026; week 48 follows."""
    days = town.tables["inspection"]["day"]
    assert town.last_day == date(2026, 11, 22)
    assert week_of(town.last_day) == "2026-W47"
    assert days.max().date() <= town.last_day
    assert days.min().date() >= date(2024, 11, 25)
    for name, column in (("finding", "found"), ("finding", "closed"), ("tip", "day")):
        assert town.tables[name][column].max().date() <= town.last_day


def test_weeks_hold_30_to_40_visits(town: SampleTown) -> None:
    """Except the two of the Spring Festival, in which nobody went out."""
    days = town.tables["inspection"]["day"]
    weekly = days.groupby(days.dt.isocalendar().year * 100 + days.dt.isocalendar().week).size()
    assert len(weekly) == 102
    assert weekly.between(30, 40).all()
    assert (days.dt.day_of_week < 5).all()


def test_ids_refer_to_rows_that_are_there(town: SampleTown) -> None:
    """Inspections name sites and teams, findings name inspections of the same site."""
    inspections, findings = town.tables["inspection"], town.tables["finding"]
    assert inspections["site_id"].isin(town.tables["site"].index).all()
    assert set(inspections["team"]) == set(town.tables["team"]["name"])
    behind = inspections.loc[findings["inspection_id"]]
    assert (behind["site_id"].to_numpy() == findings["site_id"].to_numpy()).all()
    assert (behind["day"].to_numpy() == findings["found"].to_numpy()).all()
    assert set(behind["result"]) <= {"finding", "illegal"}


def test_no_team_inspects_its_home_village(town: SampleTown) -> None:
    """Cross-village checks (村交叉检查) are kept even in a careless past."""
    homes = town.tables["team"].set_index("name")["home_village"]
    visits = town.tables["inspection"]
    villages = town.tables["site"].loc[visits["site_id"], "village"].to_numpy()
    assert not (homes.loc[visits["team"]].to_numpy() == villages).any()


def test_findings_stand_in_every_state(town: SampleTown) -> None:
    """A closed one has its day, no other has; some wait for their re-check in the week to plan."""
    findings = town.tables["finding"]
    assert {"closed", "overdue", "rectifying"} <= set(findings["state"])
    closed = findings["state"] == "closed"
    assert (findings["closed"].notna() == closed).all()
    assert (findings["closed"] >= findings["found"])[closed].all()
    assert (findings.loc[findings["state"] == "overdue", "due"].dt.date < town.last_day).all()


def test_some_villages_were_neglected(town: SampleTown) -> None:
    """A product that only follows past finds would never look there again."""
    per_site = visits_per_site(town)
    assert (per_site < 0.35 * per_site.median()).sum() >= 2


def visits_per_site(town: SampleTown) -> pd.Series:
    """Count past visits to each village, per site."""
    sites = town.tables["site"]
    villages = sites.loc[town.tables["inspection"]["site_id"], "village"]
    return villages.value_counts() / sites["village"].value_counts()


def test_strict_team_finds_more_than_the_lenient_one(town: SampleTown) -> None:
    """Team effects are in the records, so that a score can be shown to see through them."""
    visits = town.tables["inspection"].query("mode != 'recheck'")
    hits = visits["result"].isin(["finding", "illegal"]).groupby(visits["team"]).mean()
    strict = max(town.team_odds, key=lambda team: town.team_odds[team])
    lenient = min(town.team_odds, key=lambda team: town.team_odds[team])
    assert town.team_odds[strict] > 1.4
    assert town.team_odds[lenient] < 0.65
    assert hits[strict] > 1.5 * hits[lenient]


def test_what_is_found_follows_the_truth(town: SampleTown) -> None:
    """The riskiest third of visited sites is found out at least twice as often as the safest."""
    visits = town.tables["inspection"].query("mode != 'recheck'")
    rates = town.truth.loc[visits["site_id"], "true_rate"].to_numpy()
    hits = visits["result"].isin(["finding", "illegal"]).to_numpy()
    low, high = np.quantile(rates, [1 / 3, 2 / 3])
    assert hits[rates > high].mean() > 2 * hits[rates < low].mean()


def test_tips_are_mixed(town: SampleTown) -> None:
    """True, untrue, not verified yet; some without a position."""
    tips = town.tables["tip"]
    assert set(tips["verified"]) == {"true", "false", "open"}
    assert tips["lon_deg"].isna().any()


def test_crew(town: SampleTown) -> None:
    """Four teams, at least two card holders each, one shift a day and some evenings."""
    teams, shifts = town.tables["team"], town.tables["shift"]
    assert len(teams) == 4
    assert (teams["card_holders"] >= 2).all()
    assert teams["home_village"].nunique() == 4
    assert (shifts["kind"] == "night").sum() == 2
    assert set(shifts["team_id"]) == set(teams.index)


def test_other_seed_is_another_town(town: SampleTown) -> None:
    """Nothing may be tuned to one town."""
    other = sample_town(seed=8)
    assert fingerprint(other) != fingerprint(town)
    assert other.roads.edges["length"].sum() != town.roads.edges["length"].sum()
    assert other.truth["true_rate"].mean() == pytest.approx(0.12, abs=1e-4)


def test_same_seed_is_the_same_town_in_another_program(town: SampleTown) -> None:
    """Byte for byte, whatever order Python keeps sets of text in."""
    done = subprocess.run(  # noqa: S603 (our own interpreter and text)
        [sys.executable, "-c", FINGERPRINT],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "12345", "PYTHONPATH": "."},
    )
    assert done.stdout.strip() == fingerprint(town)


def test_store_holds_the_whole_town(town: SampleTown, tmp_path: Path) -> None:
    """The demo is a store like any other, and gives back what went in."""
    with open_store(str(tmp_path / "town.gpkg"), create=True) as store:
        with store.writing() as unit:
            for name, table in town.tables.items():
                unit.upsert(name, table)
            unit.save_roads(town.roads)
        for name, table in town.tables.items():
            assert store.read(name).equals(table.sort_index())
        assert store.read_roads().edges.equals(town.roads.edges)
