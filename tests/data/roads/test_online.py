"""Roads from OpenStreetMap's servers, as OSMnx gives them; and the word where no network is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import networkx as nx
import osmnx
import pandas as pd
import pytest
import shapely
from osmnx._errors import InsufficientResponseError
from requests.exceptions import ConnectionError as NoConnectionError

from data.errors import ConfigError, InputError, OutsideError
from data.roads.online import Whereabouts, fetch_roads

if TYPE_CHECKING:
    from pathlib import Path

TOWN = Whereabouts(place="庆祖镇")


def graph(*_: object, **choices: Any) -> nx.MultiDiGraph[int]:  # noqa: ANN401 - any choice
    """Give ways as drawn: one road, one way against its drawing (turned), one footway."""
    assert choices["retain_all"]
    assert not choices["simplify"]
    assert osmnx.settings.all_oneway
    net: nx.MultiDiGraph[int] = nx.MultiDiGraph(crs="epsg:4326")
    for number, (x, y) in enumerate([(115.0, 35.5), (115.01, 35.5), (115.01, 35.51)], start=1):
        net.add_node(number, x=x, y=y)
    net.add_edge(1, 2, osmid=7, highway="residential", name="磨坊路", surface="concrete")
    net.add_edge(3, 2, osmid=8, highway="service", oneway="-1", reversed=True)
    net.add_edge(1, 3, osmid=9, highway="footway")
    return net


def villages(*_: object, **__: object) -> gpd.GeoDataFrame:
    """Give a village as a point and a school as an outline."""
    index = pd.MultiIndex.from_tuples([("node", 5), ("way", 6)], names=["element", "id"])
    shapes = [shapely.Point(115.0, 35.5), shapely.box(115, 35, 116, 36)]
    facts = {"place": ["village", None], "name": ["磨坊村", "小学"], "amenity": [None, "school"]}
    return gpd.GeoDataFrame(facts, geometry=shapes, index=index, crs=4326)


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let OSMnx answer without a network."""
    for way in ("place", "point"):
        monkeypatch.setattr(osmnx, f"graph_from_{way}", graph)
        monkeypatch.setattr(osmnx, f"features_from_{way}", villages)


@pytest.mark.usefixtures("answered")
@pytest.mark.parametrize("where", [TOWN, Whereabouts(around=(115.0, 35.5), radius_m=2000.0)])
def test_answer_becomes_roads_and_places(tmp_path: Path, where: Whereabouts) -> None:
    """A two-way road, a one-way one in its true direction, and the village."""
    roads, report = fetch_roads(where, cache=tmp_path)
    assert roads.edges.index.tolist() == [(1, 2, 0), (2, 1, 0), (3, 2, 0)]
    assert roads.edges["oneway"].tolist() == [False, False, True]
    assert roads.edges["osmid"].tolist() == ["7", "7", "8"]
    assert roads.edges["surface"].tolist()[0] == "concrete"
    assert roads.places["name"].to_dict() == {"n5": "磨坊村"}
    assert (report.form, roads.source) == ("online", where.title)


@pytest.mark.usefixtures("answered")
def test_settings_of_osmnx_are_left_as_they_were(tmp_path: Path) -> None:
    """They belong to everybody in this process."""
    before = (osmnx.settings.cache_folder, osmnx.settings.all_oneway)
    fetch_roads(TOWN, cache=tmp_path)
    assert (osmnx.settings.cache_folder, osmnx.settings.all_oneway) == before


@pytest.mark.parametrize(
    ("failure", "expected", "message"),
    [
        (NoConnectionError("x"), OutsideError, "cannot be reached or do not answer"),
        (TimeoutError("x"), OutsideError, "cannot be reached or do not answer"),
        (InsufficientResponseError("x"), InputError, "knows no such place"),
        (TypeError("not a polygon"), InputError, "knows no such place"),
    ],
)
def test_failures_are_one_clear_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    failure: Exception,
    expected: type[Exception],
    message: str,
) -> None:
    """No network is not the clerk's fault, a name nobody knows is."""

    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(osmnx, "graph_from_place", fail)
    with pytest.raises(expected, match=message) as caught:
        fetch_roads(TOWN, cache=tmp_path)
    assert "\n" not in str(caught.value)
    assert caught.value.zh  # type: ignore[attr-defined]  # every error of ours has it


def test_without_a_network_the_true_library_ends_in_our_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every connection of this process goes to a closed port of this machine."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with pytest.raises(OutsideError, match="download the area as a file elsewhere"):
        fetch_roads(TOWN, cache=tmp_path)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({}, "either a place or a point"),
        ({"place": "A", "around": (1.0, 2.0)}, "either a place or a point"),
        ({"around": (1.0, 2.0), "radius_m": 0.0}, "radius_m in"),
        ({"around": (1.0, 2.0), "radius_m": 1e6}, "radius_m in"),
        ({"around": (35.5, 115.0)}, "longitude, latitude in degrees"),
    ],
)
def test_what_cannot_be_asked_is_refused(words: dict[str, Any], message: str) -> None:
    """Before any server hears of it."""
    with pytest.raises(ConfigError, match=message):
        Whereabouts(**words)
