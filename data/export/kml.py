"""Exports as KML 2.2: folders of placemarks, coloured by grade."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

import shapely

from data.crs import DEGREE_DIGITS
from data.export.facts import fact_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from data.export.table import Facts, Mark
    from data.words import Lang

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_COLOURS = {
    "red": "ff1b2ec8",
    "orange": "ff1f8ae8",
    "yellow": "ff2bc9f2",
    "blue": "ffb0712c",
    "hot99": "ff1b2ec8",
    "hot95": "ff1f8ae8",
    "hot90": "ff2bc9f2",
    "cold": "ffb0712c",
    "": "ff7f7f7f",
}
"""Style to colour as KML writes it: opacity, blue, green, red."""
_FILL_OPACITY = "73"


def write_kml(path: Path, marks: Sequence[Mark], facts: Facts, *, lang: Lang) -> None:
    """
    Write marks as placemarks, those of one folder together.

    Parameters
    ----------
    path
        The file, which is overwritten.
    marks
        In the order in which folders and placemarks shall appear; without a shape they are left
        out.
    facts
        Written in the description of the document, the datum with them: KML itself knows WGS-84
        alone.
    lang
        Language of the facts.
    """
    root = Element("kml", xmlns=_NAMESPACE)
    document = SubElement(root, "Document")
    _text(document, "name", facts.zh if lang == "zh" else facts.en)
    _text(document, "description", fact_text(facts, lang))
    for style, colour in _COLOURS.items():
        _add_style(document, style, colour)
    placed = [mark for mark in marks if mark.shape is not None and not mark.shape.is_empty]
    for name, members in groupby(placed, key=lambda mark: mark.folder):
        folder = SubElement(document, "Folder")
        _text(folder, "name", name)
        for mark in members:
            _add_placemark(folder, mark)
    indent(root, " ")
    ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _text(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = text


def _style_id(style: str) -> str:
    return f"style-{style or 'plain'}"


def _add_style(document: Element, style: str, colour: str) -> None:
    element = SubElement(document, "Style", id=_style_id(style))
    _text(SubElement(element, "IconStyle"), "color", colour)
    line = SubElement(element, "LineStyle")
    _text(line, "color", colour)
    _text(line, "width", "2")
    _text(SubElement(element, "PolyStyle"), "color", _FILL_OPACITY + colour[2:])


def _add_placemark(folder: Element, mark: Mark) -> None:
    element = SubElement(folder, "Placemark")
    _text(element, "name", mark.name)
    if mark.about:
        _text(element, "description", "\n".join(mark.about))
    style = mark.style if mark.style in _COLOURS else ""
    _text(element, "styleUrl", f"#{_style_id(style)}")
    _add_shape(element, mark.shape)


def _add_shape(parent: Element, shape: shapely.Geometry) -> None:
    """Write a shape of any kind; collections become a MultiGeometry."""
    if isinstance(shape, shapely.Point):
        _add_line(parent, "Point", [(shape.x, shape.y)])
    elif isinstance(shape, shapely.LinearRing | shapely.LineString):
        _add_line(parent, "LineString", shape.coords)
    elif isinstance(shape, shapely.Polygon):
        _add_polygon(parent, shape)
    else:
        several = SubElement(parent, "MultiGeometry")
        for part in shapely.get_parts(shape):
            _add_shape(several, part)


def _add_polygon(parent: Element, shape: shapely.Polygon) -> None:
    element = SubElement(parent, "Polygon")
    _add_line(SubElement(element, "outerBoundaryIs"), "LinearRing", shape.exterior.coords)
    for ring in shape.interiors:
        _add_line(SubElement(element, "innerBoundaryIs"), "LinearRing", ring.coords)


def _add_line(parent: Element, tag: str, places: Iterable[tuple[float, ...]]) -> None:
    texts = (f"{place[0]:.{DEGREE_DIGITS}f},{place[1]:.{DEGREE_DIGITS}f}" for place in places)
    _text(SubElement(parent, tag), "coordinates", " ".join(texts))
