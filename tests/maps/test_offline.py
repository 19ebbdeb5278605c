"""Tests of the map that stands alone, with stock folium layers on it."""

from __future__ import annotations

import re

import folium
import pytest
from branca.element import JavascriptLink
from folium.plugins import MarkerCluster

from data.errors import InputError, NotFoundError
from maps.basemap import BasemapLayer, basemap
from maps.escaping import safe
from maps.offline import OfflineMap
from maps.sites import SitesLayer, site_blob
from tests.maps.hostile import HOSTILE
from tests.maps.town import roads

BOUNDS = ((115.0, 35.4), (115.1, 35.6))


def with_marker(text: str) -> OfflineMap:
    """Put one text into every stock sink: popup, tooltip, layer name, icon, GeoJSON."""
    shown = OfflineMap(BOUNDS)
    group = folium.FeatureGroup(name=text).add_to(shown)
    folium.Marker([35.5, 115.05], popup=text, tooltip=text, icon=folium.DivIcon(html=text)).add_to(
        group
    )
    point = {"type": "Point", "coordinates": [115.05, 35.5]}
    feature = {"type": "Feature", "geometry": point, "properties": {"name": text}}
    features = {"type": "FeatureCollection", "features": [feature]}
    folium.GeoJson(features, tooltip=folium.GeoJsonTooltip(["name"])).add_to(shown)
    folium.LayerControl().add_to(shown)
    return shown


def test_nothing_is_linked() -> None:
    """A page that asks the network for a file is white in an office without internet."""
    text = with_marker("plant").document()
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=[\"'](?!data:)", text)


def test_our_layers_and_those_of_folium_are_added_alike() -> None:
    """What an analyst writes in a notebook: the ground, places, and any layer of folium."""
    names = ["甲厂", "乙厂"]
    blob, _ = site_blob(
        [115.01, 115.02],
        [35.5, 35.5],
        ids=["S1", "S2"],
        names=names,
        columns={"grade": [0, 3]},
    )
    ground = BasemapLayer(basemap(roads()))
    shown = OfflineMap(BOUNDS) + ground + SitesLayer(blob, columns=["grade"])
    shown = shown + folium.Circle([35.5, 115.01], radius=300, tooltip="300 m")
    script = shown.pieces().scripts[-1]
    for made in ("patrol.basemap(", "patrol.sites(", "L.circle("):
        assert made in script
    assert "<iframe srcdoc=" in shown._repr_html_()


def test_a_layer_after_the_map_was_shown_is_refused() -> None:
    """It would be missing without a word."""
    shown = OfflineMap(BOUNDS)
    shown.document()
    with pytest.raises(InputError, match="got one more") as met:
        _ = shown + folium.LayerControl()
    assert "重新建一张地图" in (met.value.zh or "")


def test_leaflet_comes_with_its_licence() -> None:
    """BSD-2 asks that the notice stays with the copy."""
    text = OfflineMap(BOUNDS).document()
    assert "Leaflet 1.9.4" in text
    assert "Volodymyr Agafonkin" in text


def test_two_builds_are_equal() -> None:
    """Folium names elements at random; equal input must give equal bytes."""
    assert with_marker("plant").document() == with_marker("plant").document()


def test_rendering_twice_changes_nothing() -> None:
    """Stock folium doubles its script when a map is shown and then saved."""
    shown = with_marker("plant")
    assert shown.document() == shown.document()


def test_a_layer_that_needs_an_unknown_file_is_named() -> None:
    """Better no map than one that silently lacks a layer."""
    shown = OfflineMap(BOUNDS)
    MarkerCluster().add_to(shown)
    with pytest.raises(NotFoundError, match="markercluster"):
        shown.pieces()


def test_any_unknown_link_is_named() -> None:
    """Whatever a plugin links to, the message says what."""
    shown = OfflineMap(BOUNDS)
    shown.get_root().header.add_child(JavascriptLink("https://example.org/new.js"))
    with pytest.raises(NotFoundError, match=r"example\.org/new\.js"):
        shown.pieces()


def test_font_icons_are_refused_by_name() -> None:
    """folium.Icon needs a library and a font that are not shipped."""
    shown = OfflineMap(BOUNDS)
    folium.Marker([35.5, 115.05], icon=folium.Icon(color="red")).add_to(shown)
    with pytest.raises(NotFoundError, match="DivIcon"):
        shown.pieces()


def test_jquery_is_there_only_for_popups() -> None:
    """87 kB that most pages do not need."""
    assert "jQuery v3" not in OfflineMap(BOUNDS).document()
    assert "jQuery v3" in with_marker("plant").document()


@pytest.mark.parametrize("part", ["popup", "tooltip"])
def test_ledger_text_is_not_compiled_as_a_template(part: str) -> None:
    """Stock branca would print 49 here, and would run any Python."""
    shown = OfflineMap(BOUNDS)
    folium.Marker([35.5, 115.05], **{part: "{{ 7 * 7 }}"}).add_to(shown)
    scripts = "".join(shown.pieces().scripts[-1:])
    assert "{{ 7 * 7 }}" in scripts


@pytest.mark.parametrize("text", HOSTILE)
def test_safe_text_goes_through_every_stock_layer(text: str) -> None:
    """The escaped name is in the script as it is; the raw one is nowhere."""
    script = with_marker(safe(text)).pieces().scripts[-1]
    assert "<img src" not in script
    assert "</script" not in script.lower()
    assert "${hit" not in script


def test_the_view_holds_the_bounds() -> None:
    """Leaflet takes lat, lon; our bounds are lon, lat."""
    assert "fitBounds([[35.4, 115.0], [35.6, 115.1]])" in OfflineMap(BOUNDS).pieces().scripts[-1]


def test_own_layers_hand_their_data_over_unread() -> None:
    """Data must not pass through the renumbering of folium's names."""
    shown = OfflineMap(BOUNDS)
    shown.add_child(BasemapLayer(basemap(roads())))
    pieces = shown.pieces()
    assert '<script type="text/plain" id="basemap-data">' in pieces.data
    assert 'patrol.layers["basemap"] = patrol.basemap(' in pieces.scripts[-1]


def test_saving_is_left_to_the_caller() -> None:
    """The room itself opens no file."""
    with pytest.raises(NotFoundError, match="document"):
        OfflineMap(BOUNDS).save("map.html")
