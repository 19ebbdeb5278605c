"""Tests of navigation links."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from maps.escaping import plain
from maps.links import navigation_links
from tests.maps.hostile import HOSTILE

PLACE = (120.155, 30.2741)
"""Its GCJ-02 is 120.159695, 30.271771 and its BD-09 120.166258, 30.277601 (npm gcoord 1.0.7)."""


def links(name: str = "宏达板材厂") -> dict[str, tuple[str, str]]:
    """Give Android and iOS link by app."""
    return {link.app: (link.android, link.ios) for link in navigation_links(PLACE, name)}


def test_amap_gets_shifted_coordinates_and_is_told_so() -> None:
    """``dev=0`` says that the numbers are GCJ-02 already."""
    android, ios = links()["amap"]
    assert "dlat=30.271771&dlon=120.159695" in android
    assert "dev=0" in android
    assert ios.startswith("iosamap://path?")


def test_amap_web_takes_longitude_first() -> None:
    """The web form wants lon,lat, the app wants named fields."""
    assert "to=120.159695,30.271771," in links()["amap_web"][0]


def test_baidu_gets_its_own_datum() -> None:
    """Without ``coord_type`` the pin would lie about 900 m off."""
    android, ios = links()["baidu"]
    assert "latlng:30.277601,120.166258&coord_type=bd09ll" in android
    assert android.startswith("bdapp://")
    assert ios.startswith("baidumap://")


def test_tencent_takes_latitude_first() -> None:
    """Tencent documents tocoord as lat,lng in GCJ-02."""
    assert "tocoord=30.271771,120.159695" in links()["tencent"][0]


def test_geo_stays_in_wgs84() -> None:
    """RFC 5870: geo URIs are WGS-84."""
    assert links()["geo"][0].startswith("geo:30.274100,120.155000?q=30.274100,120.155000(")


def test_apple_exists_on_its_own_system_only() -> None:
    """An Android phone is not offered an app it cannot have."""
    assert links()["apple"][0] == ""
    assert links()["apple"][1].startswith("https://maps.apple.com/")


def test_apple_is_sent_the_shifted_place() -> None:
    """Its maps of the mainland are in GCJ-02."""
    assert "daddr=30.271771,120.159695" in links()["apple"][1]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_cannot_change_the_link_it_stands_in(name: str) -> None:
    """Names are percent-encoded whole, separators included."""
    for app, (android, ios) in links(name).items():
        ordinary = links("x")[app]
        for link, plain_link in zip((android, ios), ordinary, strict=True):
            assert link.count("&") == plain_link.count("&")
            assert not set(link) & set("<>\"'` {}|\\")


@pytest.mark.parametrize("name", HOSTILE)
def test_the_app_shows_the_name_as_it_was_typed(name: str) -> None:
    """Decoded once, the name in the link is the one in the ledger."""
    shown = links(name)["amap"][0].split("dname=")[1].split("&")[0]
    assert unquote(shown) == plain(name).strip()
