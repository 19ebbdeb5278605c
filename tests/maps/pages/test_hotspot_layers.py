"""Tests of beats, stops, alerts and the forecast on the hotspot page."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely

from data.schema import BEAT, CELL_ALERT, as_table
from maps.pages import HotspotLayers, MeasuredOrder, NextFacts, hotspots_page
from maps.pages.hotspot_layers import beat_outlines, cell_alerts, stop_outline
from tests.maps.town import FACTS, LAT, LON, cells_table, further_layers, roads, sites_table

DAY = pd.Timestamp("2026-11-21")


def alerts(*rows: tuple[str, str, str, int]) -> pd.DataFrame:
    """Give alerts as (month, cell, kind, months in a row)."""
    return as_table(
        [
            {
                "alert_id": f"{month}-{cell}-{kind}",
                "month": month,
                "cell_id": cell,
                "kind": kind,
                "value": 0.5,
                "before": None if kind == "level" else 0.25,
                "months": months,
                "escalated": months >= 3,
            }
            for month, cell, kind, months in rows
        ],
        CELL_ALERT,
    )


def test_alerts_of_the_last_month_stand_against_their_cells() -> None:
    """What was bad in spring and is mended is no alert of today."""
    found = cell_alerts(alerts(("2026-09", "G1", "year", 1), ("2026-10", "G0", "month", 3)))
    assert found == {"G0": [["2026-10", "month", 0.5, 0.25, 3, True]]}


def test_an_alert_of_the_level_has_nothing_before() -> None:
    """The level is not compared with another month."""
    assert cell_alerts(alerts(("2026-10", "G0", "level", 1)))["G0"][0][3] is None


@pytest.mark.parametrize("table", [None, alerts()])
def test_without_alerts_no_cell_has_one(table: pd.DataFrame | None) -> None:
    """A store of before has no such table; a quiet town an empty one."""
    assert cell_alerts(table) == {}


def test_a_beat_is_labelled_with_its_keeper_and_hours() -> None:
    """640 minutes are 10.7 hours; the name of a beat is too long for a map."""
    row = {
        "beat_id": "B1",
        "name": "第一片",
        "keeper": "李四",
        "as_of": DAY,
        "cells": 1,
        "sites": 3,
        "work_min": 640.0,
        "geometry": shapely.box(0, 0, 1, 1),
    }
    (outline,) = beat_outlines(as_table([row], BEAT))
    assert outline.label == ("B1 李四 11 小时", "B1 李四 11 h")


def test_a_beat_without_a_name_goes_by_its_id() -> None:
    """An office may not have named its beats yet."""
    row = {
        "beat_id": "B2",
        "as_of": DAY,
        "cells": 1,
        "sites": 3,
        "work_min": 60.0,
        "geometry": shapely.box(0, 0, 1, 1),
    }
    (outline,) = beat_outlines(as_table([row], BEAT))
    assert outline.label[0] == "B2 1 小时"


def test_the_line_around_a_stop_keeps_its_distance_from_every_place() -> None:
    """45 m in the north-south direction is 45 / 111 320 degrees."""
    places = [(LON, LAT), (LON + 0.004, LAT)]
    shape = stop_outline(places).shape
    _, south, _, north = shape.bounds
    assert north - LAT == pytest.approx(45 / 111_320, rel=1e-6)
    assert LAT - south == pytest.approx(45 / 111_320, rel=1e-6)
    west_m = (LON - shape.bounds[0]) * 111_320 * np.cos(np.radians(LAT))
    assert west_m == pytest.approx(45, rel=1e-3)


def test_a_stop_tells_how_many_places_it_serves() -> None:
    """The number is the whole label."""
    assert stop_outline([(LON, LAT)] * 3).label == ("3", "3")


def test_a_switch_only_for_what_is_there() -> None:
    """A page of a store without beats and forecast does not offer them."""
    text = hotspots_page(sites_table(), cells_table(), roads(), facts=FACTS)
    for key in ("beats", "stops", "shapes", "roadspots"):
        assert f'data-layer="{key}"' not in text
    assert 'value="next"' not in text


def test_every_layer_has_a_switch_that_is_off() -> None:
    """The page opens as it always did."""
    cells, layers = further_layers()
    text = hotspots_page(sites_table(), cells, roads(), facts=FACTS, layers=layers)
    for key in ("beats", "stops", "shapes"):
        assert f'<input type="checkbox" data-layer="{key}">' in text
    assert '<input type="checkbox" id="layer-alerts">' in text


def test_the_order_tells_what_it_was_worth_on_the_past() -> None:
    """A forecast without its measure is an opinion; an unmeasured one says so with a dash."""
    facts = NextFacts(
        ("因为", "because"),
        (
            MeasuredOrder(("模型", "model"), 0.01, 11.66, 0.4),
            MeasuredOrder(("计数", "counts"), 0.05, None, None),
        ),
    )
    cells, _ = further_layers()
    layers = HotspotLayers(next_facts=facts)
    text = hotspots_page(sites_table(), cells, roads(), facts=FACTS, layers=layers)
    box = text[text.index("measured") :]
    assert "11.7 <small" in box
    assert "(40%)" in box
    assert "–</td>" in box
    assert "因为" in text


def test_cells_that_are_no_squares_say_what_they_are() -> None:
    """Villages as cells have no side."""
    layers = HotspotLayers(cell_kind="villages")
    text = hotspots_page(sites_table(), cells_table(), roads(), facts=FACTS, layers=layers)
    assert "网格边长" not in text
    assert '网格为</span><span class="en" lang="en">Cells are</span> <span' in text
