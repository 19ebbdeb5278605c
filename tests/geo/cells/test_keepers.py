"""Who answers for a cell, on three levels."""

from __future__ import annotations

import pandas as pd

from data.schema import AREA, as_table
from geo.cells.division import area_division, square_division, village_division
from geo.cells.keepers import cell_keepers, cell_towns
from tests.geo.cells.builders import areas, at, box, label

TOWN = as_table(
    [
        {"area_id": "t", "kind": "town", "keeper": "镇长", "geometry": box(0, 0, 4000, 4000)},
        {"area_id": "d", "kind": "district", "keeper": "片长", "geometry": box(0, 0, 2000, 4000)},
        {
            "area_id": "v",
            "kind": "village",
            "keeper": "村长",
            "name": "甲村",
            "geometry": box(0, 0, 1000, 1000),
        },
    ],
    AREA,
)


def test_outlines_around_a_cell_name_three_keepers() -> None:
    """The second square lies in the town only."""
    sites = at((250, 250), (3250, 3250), village=None)
    found = cell_keepers(square_division(sites, size_m=500), sites, TOWN)
    assert found.iloc[0].tolist() == ["村长", "片长", "镇长"]
    assert found.iloc[1].isna().tolist() == [True, True, False]


def test_a_grid_has_its_own_keeper() -> None:
    """And not that of the village around it."""
    grid = areas({"area_id": "g", "keeper": "网格长", "geometry": box(0, 0, 500, 500)})
    sites = at((100, 100))
    found = cell_keepers(area_division(sites, grid), sites, pd.concat([TOWN, grid]))
    assert found.loc["g"].tolist() == ["网格长", "片长", "镇长"]


def test_a_village_without_a_keeper_does_not_borrow_its_neighbours() -> None:
    """Its sites say the wrong village; whose keeper that is does not matter here."""
    villages = areas(
        {"area_id": "a", "name": "甲村", "keeper": "张三", "geometry": label(0, 0)},
        {"area_id": "b", "name": "乙村", "geometry": label(9000, 0)},
        kind="village",
    )
    sites = at((8900, 0), village="甲村")
    found = cell_keepers(village_division(sites, villages), sites, villages)
    assert found["keeper"].isna().tolist() == [False, True]


def test_the_village_that_most_sites_name_has_the_keeper() -> None:
    """A label has no outline; two of three sites say 甲村."""
    villages = areas(
        {"area_id": "a", "name": "甲村", "keeper": "张三", "geometry": label(9000, 0)},
        {"area_id": "b", "name": "乙村", "keeper": "李四", "geometry": label(9000, 0)},
        kind="village",
    )
    sites = at((1, 1), (2, 2), (3, 3)).assign(
        village=pd.Series(["乙村", "甲村", "甲村"], index=["S0", "S1", "S2"], dtype="str")
    )
    found = cell_keepers(square_division(sites, size_m=500), sites, villages)
    assert found["keeper"].tolist() == ["张三"]


def test_of_two_villages_of_one_name_nobody_is_named() -> None:
    """A guess would put a finding before the wrong person."""
    villages = areas(
        {"area_id": "a", "name": "V1", "keeper": "张三", "geometry": label(9000, 0)},
        {"area_id": "b", "name": "V1", "keeper": "李四", "geometry": label(99000, 0)},
        kind="village",
    )
    sites = at((1, 1))
    found = cell_keepers(square_division(sites, size_m=500), sites, villages)
    assert found["keeper"].isna().all()


def test_the_ledgers_keepers_do_where_no_area_is_known() -> None:
    """Whom most sites name; of equally many the first by the text."""
    sites = at((1, 1), (2, 2)).assign(
        keeper=pd.Series(["乙", "丙"], index=["S0", "S1"], dtype="str")
    )
    found = cell_keepers(square_division(sites, size_m=500), sites)
    assert found["keeper"].tolist() == [min("乙", "丙")]
    assert found[["area_keeper", "town_keeper"]].isna().all(axis=None)


def test_a_cell_is_of_the_town_that_most_of_its_sites_name() -> None:
    """Two of three say 乙镇; the second cell's site says nothing, and it is nobody's."""
    sites = at((10, 10), (20, 20), (30, 30), (3250, 3250))
    sites = sites.assign(town=["甲镇", "乙镇", "乙镇", None]).astype({"town": "str"})
    towns = cell_towns(square_division(sites, size_m=500), sites)
    assert towns.iloc[0] == "乙镇"
    assert towns.isna().tolist() == [False, True]
