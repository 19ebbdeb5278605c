"""Looks through an answer of any kind for a text that became more than a text."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING

from icalendar import Calendar
from lxml import etree, html
from openpyxl import load_workbook

from tests.service.web.hostile.texts import TAG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from httpx2 import Response

_NONCE = re.compile(r"'nonce-([^']+)'")
_FORMULA = re.compile(r"^[\s]*[=+@＝＋＠－-]")
_NUMBER = re.compile(r"^[+-]?[\d.]+([eE][+-]?\d+)?$")
_SPLITS = re.compile(rf"<{TAG}|[\r\n\0]")
_ADDRESSES = ("href", "src", "action", "formaction", "xlink:href", "data", "poster")
_RUNS = re.compile(r"^\s*(javascript|vbscript|data:text/html)", re.IGNORECASE)
_NEVER = frozenset({"object", "embed", "base", "applet", "frame", "frameset", TAG})


def faults_of(answer: Response) -> list[str]:
    """Say what is wrong with an answer; nothing where each text stayed one."""
    found = [f"status {answer.status_code}"] if answer.status_code >= 500 else []
    found += [
        f"header {name}" for name, text in answer.headers.items() if _SPLITS.search(name + text)
    ]
    found += [] if answer.headers.get("x-content-type-options") == "nosniff" else ["may be sniffed"]
    if "default-src 'none'" not in answer.headers.get("content-security-policy", ""):
        found.append("no policy")
    kind = answer.headers.get("content-type", "").partition(";")[0]
    look = _LOOKS.get(kind)
    return found if look is None or not answer.content else [*found, *look(answer)]


def _page(answer: Response) -> Iterator[str]:
    policy = answer.headers["content-security-policy"]
    allowed = set(_NONCE.findall(policy))
    scripts = next((one for one in policy.split(";") if "script-src" in one), "")
    if "unsafe-inline" in scripts and "sha256" not in scripts and not allowed:
        yield "the policy allows any script"
    for element in html.fromstring(answer.content).iter():
        if isinstance(element.tag, str):
            yield from _element(element, allowed)


def _element(element: html.HtmlElement, allowed: set[str]) -> Iterator[str]:
    name = str(element.tag).lower()
    if name in _NEVER or (name == "meta" and _leads_away(element)):
        yield f"element {name}"
    for attribute, text in element.items():
        if TAG in attribute or attribute.startswith("on") or attribute == "srcdoc":
            yield f"attribute {attribute} of {name}"
        if attribute in _ADDRESSES and _RUNS.match(text):
            yield f"address {text[:40]!r} of {name}"
        if attribute == "style" and TAG in text:
            yield f"style of {name}"
    if name == "script" and allowed and element.get("nonce") not in allowed:
        yield "script without the nonce"
    if name == "script" and element.get("type") == "application/json":
        json.loads(element.text or "null")


def _leads_away(meta: html.HtmlElement) -> bool:
    """Tell whether it opens another page; that of a job, without scripts, opens itself again."""
    is_refresh = meta.get("http-equiv", "").lower() == "refresh"
    return is_refresh and not meta.get("content", "").isdigit()


def _json(answer: Response) -> Iterator[str]:
    json.loads(answer.content)
    yield from ()


def _csv(answer: Response) -> Iterator[str]:
    for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))):
        yield from (f"formula {cell[:40]!r}" for cell in row if _is_formula(cell))


def _is_formula(cell: str) -> bool:
    return bool(_FORMULA.match(cell)) and not _NUMBER.match(cell.strip())


def _book(answer: Response) -> Iterator[str]:
    for sheet in load_workbook(io.BytesIO(answer.content)):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield f"formula in {sheet.title}!{cell.coordinate}"
                if cell.hyperlink is not None and _RUNS.match(cell.hyperlink.target or ""):
                    yield f"link in {sheet.title}!{cell.coordinate}"
    yield from _parts(answer)


def _parts(answer: Response) -> Iterator[str]:
    """Read every part of a zipped document: well formed, and nothing fetched from elsewhere."""
    with zipfile.ZipFile(io.BytesIO(answer.content)) as whole:
        for name in whole.namelist():
            if name.endswith((".xml", ".rels")):
                root = etree.fromstring(whole.read(name))
                yield from _elements(root)
                outside = root.xpath("//*[@TargetMode='External']/@Target")
                yield from (f"fetched from {one}" for one in outside if "evil" in one)


def _marked(answer: Response) -> Iterator[str]:
    yield from _elements(etree.fromstring(answer.content))


def _elements(root: etree._Element) -> Iterator[str]:
    for element in root.iter():
        if isinstance(element.tag, str) and TAG in element.tag + "".join(element.keys()):
            yield f"element {element.tag}"


def _calendar(answer: Response) -> Iterator[str]:
    for part in Calendar.from_ical(answer.content).walk():
        yield from (f"property {name}" for name in part if TAG in name.lower())
    folded = answer.content.split(b"\r\n")
    yield from ("a line that is too long" for line in folded if len(line) > 75)


_LOOKS: dict[str, Callable[[Response], Iterator[str]]] = {
    "text/html": _page,
    "application/json": _json,
    "application/problem+json": _json,
    "application/geo+json": _json,
    "application/schema+json": _json,
    "application/manifest+json": _json,
    "application/vnd.oai.openapi+json": _json,
    "text/csv": _csv,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _book,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _parts,
    "application/vnd.google-earth.kml+xml": _marked,
    "application/gpx+xml": _marked,
    "text/calendar": _calendar,
}
