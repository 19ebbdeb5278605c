"""The texts that ship with this room: scripts, styles, templates, licences."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined

from data.errors import NotFoundError


@cache
def shipped_text(name: str) -> str:
    """
    Read one shipped file.

    Parameters
    ----------
    name
        Path below ``maps/assets``, such as ``basemap.js`` or ``vendor/leaflet.css``.

    Raises
    ------
    NotFoundError
        If no such file is shipped.
    """
    place = files("maps").joinpath("assets", *name.split("/"))
    if not place.is_file():
        raise NotFoundError(f"Expected a file shipped with the maps, got {name!r}.")
    return place.read_text(encoding="utf-8")


@cache
def templates() -> Environment:
    """Give the Jinja2 environment of the pages: everything escaped, unknown names refused."""
    return Environment(
        loader=FunctionLoader(lambda name: shipped_text(f"templates/{name}")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
