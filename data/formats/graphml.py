"""Read a road graph in GraphML, as OSMnx and NetworkX save it: a sheet of nodes, one of edges."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from data.errors import LedgerError
from data.formats.sheets import CagedRow, CagedSheet

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

NODES, EDGES = "nodes", "edges"
"""Names of the two sheets; the first columns are ``id``, and ``u`` and ``v``."""


def read(path: Path) -> list[CagedSheet]:
    """
    Read one graph.

    Raises
    ------
    LedgerError
        If it declares entities, is damaged, or no GraphML.
    """
    try:
        return _sheets(path)
    except DefusedXmlException as error:
        raise LedgerError(
            path.name,
            "declares XML entities, which no graph needs",
            zh="含有 XML 实体声明，路网文件不应有，未读取",
        ) from error
    except ParseError as error:
        raise LedgerError(
            path.name,
            f"is no GraphML, or cut short ({error}); save it again",
            zh=f"不是 GraphML，或文件不完整（第 {error.position[0]} 行），请重新保存",
        ) from error


def _sheets(path: Path) -> list[CagedSheet]:
    names: dict[str, str] = {}
    nodes: list[dict[str, str]] = []
    edges: list[dict[str, str]] = []
    for _, element in iterparse(path, events=("end",), forbid_dtd=True):
        tag = _local(element)
        if tag == "key":
            names[element.get("id", "")] = element.get("attr.name", "")
        elif tag == "node":
            nodes.append({"id": element.get("id", ""), **_facts(element, names)})
            element.clear()
        elif tag == "edge":
            ends = {"u": element.get("source", ""), "v": element.get("target", "")}
            edges.append({**ends, **_facts(element, names)})
            element.clear()
    return [_sheet(NODES, nodes, ["id"]), _sheet(EDGES, edges, ["u", "v"])]


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _facts(element: Element, names: dict[str, str]) -> dict[str, str]:
    return {
        names[key]: child.text or ""
        for child in element
        if _local(child) == "data" and (key := child.get("key", "")) in names
    }


def _sheet(name: str, items: list[dict[str, str]], first: list[str]) -> CagedSheet:
    columns = [*first, *sorted({key for item in items for key in item} - set(first))]
    rows = [CagedRow(1, tuple(columns))]
    for number, item in enumerate(items, start=2):
        rows.append(CagedRow(number, tuple(item.get(column) for column in columns)))
    return CagedSheet(name, rows)
