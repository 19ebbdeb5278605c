"""Links that open a navigation app at a stop, each in the datum and order its maker asks for.

Formats as published by the makers (lbs.amap.com, lbsyun.baidu.com, lbs.qq.com,
developer.apple.com, developers.google.com/maps/documentation/urls, RFC 5870).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from data.datum import wgs84_to_bd09, wgs84_to_gcj02
from maps.escaping import plain

if TYPE_CHECKING:
    from data.model import LonLat

_SOURCE = "gridpatrol"
_BAIDU_SOURCE = "gridpatrol.patrol"


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """
    One way to be guided to a stop.

    Attributes
    ----------
    app
        Stable code: ``amap``, ``amap_web``, ``baidu``, ``baidu_web``, ``tencent``, ``apple``,
        ``google``, ``geo``.
    android, ios
        The link; empty where the app does not exist on that system. Any other system gets the
        Android link if it begins with ``http``.
    datum
        Code of ``data.words.DATUMS`` that the numbers in the link are in.
    """

    app: str
    android: str
    ios: str
    datum: str


def navigation_links(place: LonLat, name: str) -> tuple[NavigationLink, ...]:
    """
    Write the links to one place.

    Parameters
    ----------
    place
        WGS-84 degrees, lon, lat.
    name
        What the app should show; escaped here.

    Returns
    -------
    links
        In the order a Chinese user expects: Amap, Baidu, Tencent, then the others.
    """
    lon, lat = wgs84_to_gcj02(*place)
    text = quote(plain(name).strip(), safe="")
    amap_web = (
        f"https://uri.amap.com/navigation?to={lon:.6f},{lat:.6f},{text}&mode=car"
        f"&policy=1&src={_SOURCE}&callnative=1"
    )
    apple = f"https://maps.apple.com/?daddr={lat:.6f},{lon:.6f}&dirflg=d"
    google = (
        "https://www.google.com/maps/dir/?api=1"
        f"&destination={place[1]:.6f},{place[0]:.6f}&travelmode=driving"
    )
    return (
        _amap(lon, lat, text),
        NavigationLink("amap_web", amap_web, amap_web, "gcj02"),
        _baidu(place, text),
        _tencent(lon, lat, text),
        NavigationLink("apple", "", apple, "gcj02"),
        NavigationLink("google", google, google, "wgs84"),
        NavigationLink("geo", _geo(place, text), "", "wgs84"),
    )


def _amap(lon: float, lat: float, text: str) -> NavigationLink:
    query = f"?sourceApplication={_SOURCE}&dlat={lat:.6f}&dlon={lon:.6f}&dname={text}&dev=0&t=0"
    return NavigationLink(
        "amap", f"amapuri://route/plan/{query}", f"iosamap://path{query}", "gcj02"
    )


def _baidu(place: LonLat, text: str) -> NavigationLink:
    lon, lat = wgs84_to_bd09(*place)
    query = (
        f"map/direction?destination=name:{text}%7Clatlng:{lat:.6f},{lon:.6f}"
        "&coord_type=bd09ll&mode=driving&src="
    )
    return NavigationLink(
        "baidu",
        f"bdapp://{query}andr.{_BAIDU_SOURCE}",
        f"baidumap://{query}ios.{_BAIDU_SOURCE}",
        "bd09",
    )


def _tencent(lon: float, lat: float, text: str) -> NavigationLink:
    link = (
        "qqmap://map/routeplan?type=drive&fromcoord=CurrentLocation"
        f"&to={text}&tocoord={lat:.6f},{lon:.6f}&referer={_SOURCE}"
    )
    return NavigationLink("tencent", link, link, "gcj02")


def _geo(place: LonLat, text: str) -> str:
    spot = f"{place[1]:.6f},{place[0]:.6f}"
    return f"geo:{spot}?q={spot}({text})"
