"""Read KML and KMZ: places with their fields, one sheet per folder; links are never followed."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

import shapely
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from data.errors import LedgerError
from data.formats.features import Feature, Layer, layer_sheet
from data.formats.systems import WGS84

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from shapely.geometry.base import BaseGeometry

    from data.formats.sheets import CagedCell, CagedSheet

_TEXTS = ("name", "description", "address", "phoneNumber")
_LINKS = frozenset({"NetworkLink", "GroundOverlay", "PhotoOverlay", "ScreenOverlay"})
_SHAPES = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry")
_DEEPEST = 100


def read(path: Path) -> list[CagedSheet]:
    """
    Read one file; every named folder is a sheet.

    Raises
    ------
    LedgerError
        If it is no XML, declares entities, or holds no place.
    """
    try:
        root = fromstring(_document(path), forbid_dtd=True)
    except DefusedXmlException as error:
        raise LedgerError(
            path.name,
            "declares XML entities or a document type, which could reach other files; "
            "export it again as plain KML",
            zh="声明了 XML 实体或文档类型，可能引用别的文件，请重新导出为普通 KML",
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise LedgerError(
            path.name,
            f"is damaged KML: {error}; export it again from its source",
            zh="KML 已损坏，请从原处重新导出",
        ) from error
    folders: dict[str, list[Feature]] = {}
    for folder, item in _items(root, "", 0):
        folders.setdefault(folder, []).append(_feature(item))
    if not folders:
        raise LedgerError(
            path.name,
            "is KML without a single place; export the folder that holds the places",
            zh="是 KML，但里面一个地标也没有，请导出含有地标的文件夹",
        )
    return [layer_sheet(Layer(name, tuple(found), WGS84)) for name, found in folders.items()]


def _document(path: Path) -> bytes:
    """Take the document itself, out of its archive where it is a .kmz."""
    content = path.read_bytes()
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(path) as archive:
        inside = [entry for entry in archive.namelist() if entry.lower().endswith(".kml")]
        return archive.read("doc.kml" if "doc.kml" in inside else inside[0])


def _items(element: Element, folder: str, depth: int) -> Iterator[tuple[str, Element]]:
    """Walk to every place and every link, with the name of the folder it lies in."""
    if depth > _DEEPEST:
        raise ValueError("folders too deep")
    for child in element:
        tag = _tag(child)
        if tag == "Placemark" or tag in _LINKS:
            yield folder, child
        elif tag in {"Document", "Folder"}:
            named = _text(child, "name") if tag == "Folder" else None
            yield from _items(child, named or folder, depth + 1)


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _child(element: Element, tag: str) -> Element | None:
    return next((child for child in element if _tag(child) == tag), None)


def _text(element: Element, tag: str) -> str | None:
    child = _child(element, tag)
    return (child.text or "").strip() or None if child is not None else None


def _feature(item: Element) -> Feature:
    fields: dict[str, CagedCell] = {tag: _text(item, tag) for tag in _TEXTS}
    fields = {tag: value for tag, value in fields.items() if value is not None}
    for child in item.iter():
        if _tag(child) == "Data" and child.get("name"):
            fields[str(child.get("name"))] = _text(child, "value")
        elif _tag(child) == "SimpleData" and child.get("name"):
            fields[str(child.get("name"))] = (child.text or "").strip() or None
        elif _tag(child) == "href" and _tag(item) in _LINKS:
            fields[_tag(item)] = (child.text or "").strip()
    drawn = [child for child in item if _tag(child) in _SHAPES]
    if not drawn:
        return Feature(fields)
    try:
        return Feature(fields, _shape(drawn[0]))
    except (ValueError, TypeError, LookupError, shapely.errors.ShapelyError):
        text = " ".join("".join(drawn[0].itertext()).split())
        return Feature(fields, unread=f"{_tag(drawn[0])} {text}")


def _shape(element: Element, depth: int = 0) -> BaseGeometry:
    tag = _tag(element)
    if depth > _DEEPEST:
        raise ValueError("shapes too deep")
    if tag == "MultiGeometry":
        parts = [_shape(child, depth + 1) for child in element if _tag(child) in _SHAPES]
        return _together(parts)
    if tag == "Polygon":
        rings = [_points(ring) for ring in element.iter() if _tag(ring) == "LinearRing"]
        return shapely.Polygon(rings[0], rings[1:])
    points = _points(element)
    return shapely.Point(points[0]) if tag == "Point" else shapely.LineString(points)


def _together(parts: list[BaseGeometry]) -> BaseGeometry:
    kinds = {part.geom_type for part in parts}
    if kinds == {"Polygon"}:
        return shapely.MultiPolygon([part for part in parts if isinstance(part, shapely.Polygon)])
    if kinds == {"Point"} and len(parts) == 1:
        return parts[0]
    return shapely.GeometryCollection(parts)


def _points(element: Element) -> list[tuple[float, float]]:
    """Read ``lon,lat[,height]`` tuples; a height is left out."""
    text = _text(element, "coordinates") or ""
    pairs = [group.split(",") for group in text.split()]
    return [(float(pair[0]), float(pair[1])) for pair in pairs]
