"""Areas: outlines, and who answers for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely

from data.ledger import read_ledgers
from data.schema import AREA, as_table
from tests.data.ledger.office import KnownTables, read_text, write_text

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

BOX = '"POLYGON ((115 35, 115.5 35, 115.5 35.5, 115 35.5, 115 35))"'
LARGER = '"POLYGON ((115 35, 116 35, 116 35.5, 115 35.5, 115 35))"'
HEAD = "村名,网格员,边界WKT"


def on_the_map(*names: str, kind: str = "village") -> KnownTables:
    """Hold places that came with the roads."""
    rows = [
        {
            "area_id": f"n{n}",
            "kind": kind,
            "name": name,
            "keeper": None,
            "geometry": shapely.Point(115, 35),
            "source": "roads.osm",
        }
        for n, name in enumerate(names)
    ]
    return KnownTables({"area": as_table(rows, AREA)})


def areas(table: pd.DataFrame) -> list[tuple[str, str, str | None]]:
    """List what is to be stored."""
    found = table[["kind", "name", "keeper"]].astype(object)
    return [tuple(line) for line in found.where(found.notna(), None).to_numpy().tolist()]


def test_an_outline_becomes_an_area(tmp_path: Path) -> None:
    """With its keeper; a sheet of villages says what they are."""
    result = read_text(tmp_path, HEAD, f"东村,张三,{BOX}")
    assert areas(result.tables["area"]) == [("village", "东村", "张三")]
    assert result.tables["area"]["geometry"].iloc[0].equals(shapely.box(115, 35, 115.5, 35.5))


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        ("南塘", "水域", "water"),
        ("一号地", "工业用地", "industrial"),
        ("第三网格", "网格", "grid"),
        ("城东片区", "片区", "district"),
        ("中心小学", "", "school"),
        ("某某水库", "", "water"),
        ("无名", "", "other"),
    ],
)
def test_what_an_area_is(tmp_path: Path, name: str, kind: str, code: str) -> None:
    """Its type decides, else its name."""
    result = read_text(tmp_path, "名称,用地性质,范围WKT", f"{name},{kind},{BOX}")
    assert result.tables["area"]["kind"].tolist() == [code]


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    """Same id, same outline to the last bit."""
    first = read_text(tmp_path, HEAD, f"东村,张三,{BOX}")
    again = read_text(tmp_path, HEAD, f"东村,张三,{BOX}", known=KnownTables(first.tables))
    assert (again.files[0].unchanged, again.files[0].new) == (1, 0)


def test_a_new_outline_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    """The village grew; its keeper, not named this time, stays."""
    first = read_text(tmp_path, HEAD, f"东村,张三,{BOX}")
    later = read_text(tmp_path, HEAD, f"东村,,{LARGER}", known=KnownTables(first.tables))
    assert len(later.tables["area"]) == 1
    assert later.tables["area"]["geometry"].iloc[0].area == pytest.approx(0.5)
    assert later.tables["area"]["keeper"].tolist() == ["张三"]


def test_a_keeper_is_added_to_a_place_of_the_map(tmp_path: Path) -> None:
    """The map still owns the place: loading the roads again must find it as its own."""
    result = read_text(tmp_path, "村,网格员", "刘湾村委会,李四", known=on_the_map("刘湾村", "西村"))
    assert areas(result.tables["area"]) == [("village", "刘湾村", "李四")]
    assert result.tables["area"]["source"].tolist() == ["roads.osm"]
    assert result.tables["area"].index.tolist() == ["n0"]


def test_a_keeper_for_an_outline_of_the_same_import(tmp_path: Path) -> None:
    """Outlines in one file, keepers in another, in any order."""
    keepers = write_text(tmp_path / "a.csv", "村,网格员", "东村,李四")
    outlines = write_text(tmp_path / "b.csv", "村名,边界WKT", f"东村,{BOX}")
    result = read_ledgers([keepers, outlines], known=KnownTables())
    assert areas(result.tables["area"]) == [("village", "东村", "李四")]


@pytest.mark.parametrize(
    ("known", "code"),
    [(on_the_map("西村"), "unknown_area"), (on_the_map("东村", "东村"), "several_areas")],
)
def test_a_keeper_of_nobody_knows_which_area(tmp_path: Path, known: KnownTables, code: str) -> None:
    """A question, and nothing is stored."""
    result = read_text(tmp_path, "村,网格员", "东村,李四", known=known)
    assert [doubt.code for doubt in result.doubts] == [code]
    assert result.tables["area"].empty


def test_two_keepers_for_one_village_are_a_question(tmp_path: Path) -> None:
    """The first is stored, the second asked about."""
    result = read_text(tmp_path, "村,网格员", "东村,李四", "东村,王五", known=on_the_map("东村"))
    assert areas(result.tables["area"]) == [("village", "东村", "李四")]
    assert [doubt.code for doubt in result.doubts] == ["rows_differ"]


@pytest.mark.parametrize(
    ("line", "code"), [("东村,,", "no_outline"), ("东村,张三,东至河", "unreadable_outline")]
)
def test_rows_that_say_nothing_of_use_are_rejected(tmp_path: Path, line: str, code: str) -> None:
    """With the reason."""
    result = read_text(tmp_path, HEAD, line)
    assert [doubt.code for doubt in result.doubts] == [code]
