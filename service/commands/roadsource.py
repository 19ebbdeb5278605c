"""Where the command line says that roads come from: a file, a place, or around a point."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import ConfigError
from data.store.address import is_address

if TYPE_CHECKING:
    from data.model import LonLat
    from data.roads.online import Whereabouts

CACHE = "osm-cache"


def road_source(
    file: Path | None, *, place: str | None, around: str | None, radius_m: float
) -> Path | Whereabouts:
    """
    Take the one source that is named.

    Parameters
    ----------
    file
        A map file.
    place
        A name that OpenStreetMap's search knows.
    around
        ``LON,LAT`` in degrees.
    radius_m
        Metres around that point.

    Raises
    ------
    ConfigError
        If none or several are named, or one is written wrongly.
    """
    if sum(said is not None for said in (file, place, around)) != 1:
        raise ConfigError(
            "Expected one of: a map file, --place NAME, or --around LON,LAT.",
            zh="请写一个地图文件、--place 地名 或 --around 经度,纬度，三者选一。",
        )
    if file is not None:
        return file
    from data.roads.online import Whereabouts

    spot = None if around is None else _spot(around)
    return Whereabouts(place=place, around=spot, radius_m=radius_m)


def _spot(text: str) -> LonLat:
    try:
        lon, lat = (float(part) for part in text.replace("，", ",").split(","))
    except ValueError as error:
        raise ConfigError(
            f"Expected --around LON,LAT such as 114.97,35.51, got {text!r}.",
            zh=f"--around 应写成 114.97,35.51 的样子（经度,纬度），现为“{text}”。",
        ) from error
    return lon, lat


def cache_folder(store: str) -> Path:
    """Find the folder for downloaded maps: beside a store that is a file, else where we are."""
    return (Path() if is_address(store) else Path(store).parent) / CACHE
