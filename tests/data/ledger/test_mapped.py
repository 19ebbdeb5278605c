"""Areas of the map and of the office: which are one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data.ledger.mapped import Fits, Mapped, closeness, unknown_places
from data.schema import AREA, as_table
from tests.data.ledger.office import KnownTables, fates, read_text

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from shapely.geometry.base import BaseGeometry

BOX = shapely.box(115.00, 35.50, 115.02, 35.52)
"""An outline about 1.8 by 2.2 km."""
HEAD = "村名,网格员,边界WKT"
ROW = f'东村,张三,"{BOX.wkt}"'


def areas(*rows: tuple[str, str, BaseGeometry], source: str = "a.osm") -> pd.DataFrame:
    """Build areas of id, name and shape; all are villages."""
    return as_table(
        [
            {"area_id": i, "kind": "village", "name": name, "geometry": shape, "source": source}
            for i, name, shape in rows
        ],
        AREA,
    )


def on_the_map(*points: tuple[float, float], name: str = "东村") -> KnownTables:
    """Hold a map with points of one name."""
    rows = [(f"n{n}", name, shapely.Point(point)) for n, point in enumerate(points, start=1)]
    return KnownTables({"area": areas(*rows)})


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        (BOX, shapely.Point(115.01, 35.51), 2),
        (BOX, shapely.Point(115.04, 35.51), 1),  # 0.02 degrees of longitude are 1.81 km
        (BOX, shapely.Point(115.05, 35.51), 0),  # 0.03 are 2.71 km
        (BOX, shapely.box(115.00, 35.50, 115.03, 35.53), 3),
        (BOX, shapely.box(115.02, 35.50, 115.04, 35.52), 0),
        (BOX, shapely.box(115.015, 35.50, 115.04, 35.52), 0),  # a quarter of the smaller
        (shapely.Point(115, 35.5), shapely.Point(115.02, 35.5), 1),
        (shapely.Point(115, 35.5), shapely.Point(115, 35.5), 3),
    ],
)
def test_how_two_areas_lie(one: BaseGeometry, other: BaseGeometry, how: int) -> None:
    """Upon each other, inside, beside, apart; neighbours that share a border are two."""
    assert closeness(one, other) == closeness(other, one) == how


def test_an_outline_takes_the_place_of_the_village_of_the_map(tmp_path: Path) -> None:
    """One village: the id of the map, the outline and the keeper of the office."""
    result = read_text(tmp_path, HEAD, ROW, known=on_the_map((115.01, 35.51)))
    table = result.tables["area"]
    assert table.index.tolist() == ["n1"]
    assert table["geometry"].iloc[0].equals(BOX)
    assert (table["keeper"].iloc[0], table["source"].iloc[0]) == ("张三", "a.csv / 2")
    assert result.files[0].updated == 1
    assert "is the area n1 that was known" in result.rows.note_en.iloc[-1]


def test_the_same_outline_again_changes_nothing(tmp_path: Path) -> None:
    """It is found under the id of the map, and says nothing new."""
    first = read_text(tmp_path, HEAD, ROW, known=on_the_map((115.01, 35.51)))
    again = read_text(tmp_path, HEAD, ROW, known=KnownTables(first.tables))
    assert (again.files[0].new, again.files[0].updated, again.files[0].unchanged) == (0, 0, 1)
    assert "takes this outline" not in again.rows.note_en.iloc[-1]


def test_the_map_may_put_a_village_beside_its_outline(tmp_path: Path) -> None:
    """A point 1.8 km off is that of a map in another datum, or of the old village."""
    result = read_text(tmp_path, HEAD, ROW, known=on_the_map((115.04, 35.51)))
    assert result.tables["area"].index.tolist() == ["n1"]


@pytest.mark.parametrize(
    "known",
    [on_the_map((115.05, 35.51)), on_the_map((115.01, 35.51), name="西村"), KnownTables()],
    ids=["3 km away", "another name", "no map"],
)
def test_an_outline_of_another_place_is_an_area_of_its_own(
    tmp_path: Path, known: KnownTables
) -> None:
    """Name, kind and place must agree."""
    result = read_text(tmp_path, HEAD, ROW, known=known)
    assert result.tables["area"].index.str.startswith("QY-").tolist() == [True]


def test_two_villages_of_one_name_in_an_outline_are_a_question(tmp_path: Path) -> None:
    """Which of the two is meant, the number in the row decides."""
    known = on_the_map((115.005, 35.51), (115.015, 35.51))
    asked = read_text(tmp_path, HEAD, ROW, known=known)
    assert (fates(asked), len(asked.tables["area"])) == (["question"], 0)
    assert "2 areas called '东村' lie here: n1, n2" in asked.rows.note_en.iloc[-1]
    told = read_text(tmp_path, f"编号,{HEAD}", f"n2,{ROW}", known=known)
    assert told.tables["area"].index.tolist() == ["n2"]


def test_the_outline_with_the_point_in_it_goes_first(tmp_path: Path) -> None:
    """Two outlines of one name side by side: the other one stays an area of its own."""
    west = f'东村,,"{shapely.box(114.98, 35.50, 115.00, 35.52).wkt}"'
    known = on_the_map((115.01, 35.51))
    result = read_text(tmp_path, f"编号,{HEAD}", f"W,{west}", f"E,{ROW}", known=known)
    assert result.tables["area"].index.tolist() == ["W", "n1"]
    again = read_text(
        tmp_path, f"编号,{HEAD}", f"W,{west}", f"E,{ROW}", known=KnownTables(result.tables)
    )
    assert (again.files[0].new, again.files[0].updated) == (0, 0)


def test_a_point_does_not_replace_an_outline(tmp_path: Path) -> None:
    """A later list of villages with a point each brings their keepers only."""
    first = read_text(tmp_path, HEAD, ROW, known=on_the_map((115.01, 35.51)))
    later = '东村,李四,"POINT (115.012 35.512)"'
    result = read_text(tmp_path, HEAD, later, known=KnownTables(first.tables), name="b.csv")
    assert result.tables["area"]["geometry"].iloc[0].equals(BOX)
    assert result.tables["area"]["keeper"].tolist() == ["李四"]


def test_a_map_loaded_later_brings_only_what_is_not_drawn() -> None:
    """The village with an outline is not there twice; its namesake 3 km away is another one."""
    ours = areas(("QY-1", "东村", BOX), source="b.geojson / 1")
    places = areas(
        ("n1", "东村", shapely.Point(115.01, 35.51)),
        ("n2", "东村", shapely.Point(115.05, 35.51)),
        ("n3", "西村", shapely.Point(115.01, 35.51)),
    )
    assert unknown_places(places, ours).tolist() == [False, True, True]


def test_a_place_drawn_under_its_own_id_is_not_brought_again() -> None:
    """Also where the map has moved or renamed it since."""
    ours = areas(("n1", "东村", BOX), source="b.geojson / 1")
    places = areas(("n1", "东庄", shapely.Point(116, 36)))
    assert unknown_places(places, ours).tolist() == [False]


def test_places_that_fit_equally_well_all_stay() -> None:
    """Nobody has said which of them the outline is."""
    ours = areas(("QY-1", "东村", BOX), source="b.geojson / 1")
    points = [shapely.Point(115.005, 35.51), shapely.Point(115.015, 35.51)]
    places = areas(*((f"n{n}", "东村", point) for n, point in enumerate(points)))
    assert unknown_places(places, ours).all()


def test_a_river_is_many_areas_of_one_name() -> None:
    """Only where a name means one place does it join areas."""
    record = {"area_id": "w1", "kind": "water", "name": "马颊河", "geometry": BOX.wkt}
    assert Mapped([record]).fits(record, BOX) == Fits()


@given(lon=st.floats(114.95, 115.07), lat=st.floats(35.45, 35.57))
def test_both_orders_agree(lon: float, lat: float) -> None:
    """Outline first or map first: the same point is the village, or is not."""
    point = shapely.Point(lon, lat)
    places = areas(("n1", "东村", point))
    stored = {"area_id": "n1", "kind": "village", "name": "东村", "geometry": point.wkt}
    fits = Mapped([stored]).fits({**stored, "area_id": "QY-1"}, BOX)
    joined = bool(fits.sure or fits.near)
    assert unknown_places(places, areas(("QY-1", "东村", BOX))).tolist() == [not joined]
