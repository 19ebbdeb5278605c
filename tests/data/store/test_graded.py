"""Sites are found by box, grade and town, and the indexes of both engines do the finding."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
import shapely

from data.errors import InputError, NotFoundError
from data.schema import AREA, SCORE, as_table
from data.store import open_store
from data.store.graded import graded, is_wide_box
from data.store.reading import conditions
from data.store.shapes import touches_box
from data.store.tables import sql_table
from tests.builders import sites
from tests.data.store.conftest import querying, server_copy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Select

    from data.store import Store
    from data.store.shapes import Box

    Query = Callable[..., list[tuple[Any, ...]]]

MANY = 20_000
GRADES = ("red", "orange", "yellow", "blue")


def scores(**grades: str) -> pd.DataFrame:
    """Build a score for each site named."""
    common = {"as_of": "2026-01-05", "model": "m1", "risk": 0.5, "uncertainty": 0, "reasons": "[]"}
    rows = [{"site_id": site, "grade": grade, **common} for site, grade in grades.items()]
    return as_table(rows, SCORE)


def fill(store: Store) -> None:
    """Write four sites 0.001 degrees apart in two towns; the last has no score."""
    with store.writing() as unit:
        unit.upsert("site", sites({"town": "A"}, {"town": "A"}, {"town": "B"}, {"town": "B"}))
        unit.upsert("score", scores(S00001="red", S00002="blue", S00003="red"))


def test_box_takes_in_its_edges_and_nothing_beyond(store: Store) -> None:
    """Both indexes round to 32 bits: a site 0.0000001 degrees outside is still outside."""
    fill(store)
    assert store.read("site", box=(115.001, 35.5, 115.002, 35.5)).index.tolist() == [
        "S00001",
        "S00002",
    ]
    assert store.read("site", box=(115.0010001, 35.4, 115.002, 35.6)).index.tolist() == ["S00002"]


def test_box_touches_shapes_by_their_own_box(store: Store) -> None:
    """A village belongs on a map that shows only its corner."""
    square, far = shapely.box(115.0, 35.0, 115.2, 35.2), shapely.box(116.0, 35.0, 116.1, 35.1)
    rows = [
        {"area_id": "V1", "kind": "village", "geometry": square},
        {"area_id": "V2", "kind": "village", "geometry": far},
    ]
    with store.writing() as unit:
        unit.upsert("area", as_table(rows, AREA))
    assert store.read("area", box=(115.19, 35.19, 115.5, 35.5)).index.tolist() == ["V1"]


def test_box_and_where_must_both_fit(store: Store) -> None:
    """The town's list on the corner of the map that is open."""
    fill(store)
    chosen = store.read("site", where={"town": ["B"]}, box=(115.0, 35.0, 115.0031, 36.0))
    assert chosen.index.tolist() == ["S00003"]


def test_box_of_a_table_without_shapes_is_refused(bare: Store) -> None:
    """Reading everything instead would be a wrong answer."""
    with pytest.raises(NotFoundError, match="'inspection' has no shapes to choose by a box"):
        bare.read("inspection", box=(0, 0, 1, 1))


@pytest.mark.parametrize("box", [(1, 0, 0, 1), (0, 1, 1, 0), (float("nan"), 0, 1, 1)])
def test_box_inside_out_is_refused(bare: Store, box: tuple[float, float, float, float]) -> None:
    """Swapped corners would choose nothing, in silence."""
    with pytest.raises(InputError, match="west <= east and south <= north"):
        bare.read("site", box=box)
    with pytest.raises(InputError, match="west <= east and south <= north"):
        bare.read_graded(box=box)


def test_graded_sites_come_with_their_score(store: Store) -> None:
    """One table for a map: where it is, and how it was graded; a site without a score is not."""
    fill(store)
    found = store.read_graded()
    assert found["grade"].to_dict() == {"S00001": "red", "S00002": "blue", "S00003": "red"}
    assert found["lon_deg"].tolist() == [115.001, 115.002, 115.003]


def test_grade_box_and_town_choose_together(store: Store) -> None:
    """Red ones of a town; red ones of a corner."""
    fill(store)
    assert store.read_graded(grades=["red"], towns=["A"]).index.tolist() == ["S00001"]
    corner = (115.002, 35.0, 116.0, 36.0)
    assert store.read_graded(grades=["red"], box=corner).index.tolist() == ["S00003"]


def test_nothing_found_keeps_its_columns(bare: Store) -> None:
    """A map of an empty corner is a map."""
    found = bare.read_graded(grades=["red"])
    assert found.empty
    assert {"lon_deg", "grade", "risk"} <= set(found.columns)


def crowd(store: Store) -> None:
    """Fill a store with so many sites that a planner would rather use an index."""
    rng = np.random.default_rng(7)
    one = sites({})
    table = one.loc[one.index.repeat(MANY)].copy()
    table.index = pd.Index([f"S{number:05d}" for number in range(MANY)], name="site_id")
    table["lon_deg"], table["lat_deg"] = 115 + rng.random(MANY), 35 + rng.random(MANY)
    table["town"] = [f"T{number % 20}" for number in range(MANY)]
    grade = scores(S0="red").loc[["S0"] * MANY].set_axis(table.index)
    grade["grade"] = [GRADES[number % 100 and 1 + number % 3] for number in range(MANY)]
    with store.writing() as unit:
        unit.upsert("site", table)
        unit.upsert("score", grade)


@pytest.fixture(scope="module", params=["file", "server"])
def crowded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, empty_file: Path
) -> str:
    """Say where a store of many sites is that nobody may write to, made once on each engine."""
    if request.param == "file":
        place = str(shutil.copy(empty_file, tmp_path_factory.mktemp("crowd") / "town.gpkg"))
    else:
        place = server_copy(request, "crowded")
    with open_store(place) as store:
        crowd(store)
    return place


@pytest.fixture
def many(crowded: str) -> Iterator[Store]:
    """Open it."""
    with open_store(crowded) as store:
        yield store


@pytest.fixture
def ask(crowded: str) -> Query:
    """Give a function that runs SQL on it."""
    return querying(crowded)


def plan_of(store: Store, question: Select[Any], query: Query) -> str:
    """Ask the engine how it would answer."""
    engine = store._engine  # noqa: SLF001 (the plan is nobody else's business)
    asked = question.compile(engine, compile_kwargs={"literal_binds": True})
    if engine.dialect.name == "sqlite":
        return "\n".join(row[-1] for row in query(f"EXPLAIN QUERY PLAN {asked}"))
    query("ANALYZE")
    return "\n".join(row[0] for row in query(f"EXPLAIN {asked}"))


CORNER = (115.5, 35.5, 115.52, 35.52)


def looks_at_all(plan: str, table: str) -> bool:
    """Tell whether a plan reads a table from end to end, in the words of either engine."""
    lines = [line.strip() for line in plan.splitlines()]
    return any(line.startswith(f"SCAN {table}") or f"Seq Scan on {table}" in line for line in lines)


def test_box_is_asked_of_the_spatial_index(many: Store, ask: Query) -> None:
    """A corner of the map must not read every site of the county."""
    site = sql_table("site")
    question = site.select().where(touches_box(site, CORNER)).order_by(site.c.site_id)
    plan = plan_of(many, question, ask)
    assert "rtree_site_geom" in plan or "site_geom_idx" in plan or "VIRTUAL TABLE INDEX" in plan
    assert not looks_at_all(plan, "site")


@pytest.mark.parametrize(
    "choice", [{"box": CORNER}, {"towns": ["T3"]}], ids=["box and grade", "town and grade"]
)
def test_grades_are_found_by_index(many: Store, ask: Query, choice: dict[str, Any]) -> None:
    """The two questions that the map and the list of a town ask most."""
    plan = plan_of(many, graded(["red"], **choice), ask)
    assert not looks_at_all(plan, "site")
    if "SEARCH" in plan and "box" in choice:  # the box first, then the score of each site in it
        assert "SEARCH site USING INTEGER PRIMARY KEY" in plan
        assert "SEARCH score USING INDEX sqlite_autoindex_score_1 (site_id=?)" in plan
    elif "SEARCH" in plan:
        assert "score_grade_site_id_idx" in plan or "site_town_village_idx" in plan
    else:
        assert ("site_geom_idx" if "box" in choice else "_idx") in plan


WIDE = (115.1, 35.1, 115.9, 35.9)


def test_in_a_wide_box_the_grades_lead(many: Store, ask: Query) -> None:
    """Two thirds of 20,000 sites lie in it, 200 of all are red: a file looks up those alone."""
    plan = plan_of(many, graded(["red"], box=WIDE, is_wide=True), ask)
    assert "score_grade_site_id_idx" in plan
    with many.connection() as connection:
        is_file = connection.dialect.name == "sqlite"
        assert is_wide_box(connection, WIDE)
        assert is_wide_box(connection, CORNER) != is_file
    assert not (is_file and looks_at_all(plan, "site"))


@pytest.mark.parametrize("box", [CORNER, WIDE], ids=["corner", "wide"])
def test_either_way_finds_the_same_sites(many: Store, box: Box) -> None:
    """As whoever reads all of them and looks at each: few sites in the box, and many."""
    west, south, east, north = box
    found = many.read_graded(grades=["red", "blue"], box=box)
    every = many.read_graded()
    inside = every["lon_deg"].between(west, east) & every["lat_deg"].between(south, north)
    expected = every[inside & every["grade"].isin(["red", "blue"])]
    pd.testing.assert_frame_equal(found, expected)


@pytest.mark.parametrize(
    ("table", "where"),
    [
        ("inspection", {"site_id": ["S00001"]}),
        ("finding", {"site_id": ["S00001"]}),
        ("finding", {"state": ["found"]}),
        ("site", {"town": ["T1"], "village": ["V1"]}),
        ("power_reading", {"site_id": ["S00001"]}),
        ("import_row", {"file_hash": ["ab"]}),
        ("plan", {"week": ["2026-W48"]}),
        ("stop", {"plan_id": ["P"]}),
        ("route", {"plan_id": ["P"]}),
        ("unplanned", {"plan_id": ["P"]}),
        ("promise", {"plan_id": ["P"]}),
    ],
)
def test_hot_questions_have_an_index(
    bare: Store, bare_address: str, table: str, where: dict[str, list[str]]
) -> None:
    """A server told that reading all is dear shows whether it could do otherwise."""
    query, target = querying(bare_address), sql_table(table)
    with bare.connection() as connection:
        question = target.select().where(*conditions(connection, target, where))
    asked = question.compile(
        bare._engine,  # noqa: SLF001 (the plan is nobody else's business)
        compile_kwargs={"literal_binds": True},
    )
    if bare._engine.dialect.name == "sqlite":  # noqa: SLF001
        plan = "\n".join(row[-1] for row in query(f"EXPLAIN QUERY PLAN {asked}"))
        assert f"SEARCH {table} USING INDEX" in plan
    else:
        plan = "\n".join(row[0] for row in query(f"SET enable_seqscan = off; EXPLAIN {asked}"))
        assert "_idx" in plan
