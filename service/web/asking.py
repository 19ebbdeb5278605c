"""What a page shows of one question: the rows side by side, the places, the answers and effects."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from data.ledger.layout import header_field
from data.ledger.replies import DROP, NEW
from data.ledger.retold import read_cells
from service.web.spots import Place, Spots, spots
from service.web.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pandas import DataFrame

    from data.store import Store
    from data.words import Lang
    from service.pipeline.ledgers.questions import Question

_SITE_ID = re.compile(r"S\d{5,9}", re.ASCII)
_SERIAL = re.compile(r"[2-6]\d{4}", re.ASCII)
"""Numbers of days since 30 December 1899, from 1954 to 2091."""
_FIRST_SERIAL = date(1899, 12, 30)
_CANDIDATE = re.compile(r"(GCJ-02|BD-09|WGS-84|CGCS2000)[^ ；]* (-?\d+\.\d+),(-?\d+\.\d+)")
_DATUM_WORDS = {"GCJ-02": "高德", "BD-09": "百度", "WGS-84": "GPS", "CGCS2000": "国土2000"}
_SAME_AS = {"CGCS2000": "WGS-84"}
"""CGCS2000 differs from WGS-84 by less than a metre: one mark stands for both."""
_MOST_SITES = 5
_AROUND_DEG = 0.004
_MARKS = "ABCDEFGH"
_OWN_MARK = "●"
_COLUMNS = ("name", "code", "address", "village", "town", "industry", "remark")
_WANTED = frozenset({"name", "village", "address", "lon", "lat", "lonlat", "datum", "day"})


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: what it writes, what the button says, what it would do."""

    said: str
    label: str
    effect: str


@dataclass(frozen=True, slots=True)
class Line:
    """One column of the ledger: its header, what the row says, what each other site says."""

    header: str
    own: str
    others: tuple[str, ...]
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """All that the page of one question shows beside the question itself."""

    name: str
    others: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    picture: Spots | None
    choices: tuple[Choice, ...]
    takes_site: bool
    fields: tuple[tuple[str, str], ...]


def asked(town: Store, question: Question, *, headers: Sequence[str], lang: Lang) -> Asked:
    """
    Gather what one needs to see to answer a question.

    Parameters
    ----------
    headers
        Columns of the row's sheet, so that what it leaves empty can be filled in.
    """
    ids = [one for one in dict.fromkeys(_SITE_ID.findall(question.zh)) if one != question.target]
    sites = town.read("site", where={"site_id": ids[:_MOST_SITES]})
    others = tuple((site, str(sites.loc[site, "name"])) for site in ids if site in sites.index)
    found = _candidates(question)
    return Asked(
        name=_unsaid_name(question),
        others=others,
        lines=_lines(town, question, sites, others),
        picture=_picture(town, question, sites, found),
        choices=_choices(question, others, found, lang),
        takes_site="site" in question.meanings,
        fields=_fields(question, headers),
    )


def _unsaid_name(question: Question) -> str:
    """Give the name in the row where the question does not say it; empty where it does."""
    names = [
        text for head, text in question.cells.items() if header_field(head, question.kind) == "name"
    ]
    return names[0] if names and names[0] not in question.zh else ""


def is_datum(said: str) -> bool:
    """Tell whether an answer names a datum: only such an answer may hold for other rows too."""
    return said in _DATUM_WORDS.values()


def _candidates(question: Question) -> list[tuple[str, float, float]]:
    """Read from the question where its row lies in each datum: datum, longitude, latitude."""
    told = _CANDIDATE.findall(question.zh)
    return [(datum, float(lon), float(lat)) for datum, lon, lat in told]


def _lines(
    town: Store, question: Question, sites: DataFrame, others: Sequence[tuple[str, str]]
) -> tuple[Line, ...]:
    known = _told_cells(town, [site for site, _ in others])
    lines = []
    for header, own in question.cells.items():
        field = header_field(header, question.kind)
        said = tuple(_said(field, known.get(site, {}), sites, site) for site, _ in others)
        differs = any(text and text != own for text in said)
        if field == "day" or "日期" in header:
            said = tuple(with_day(text) for text in said)
        shown = with_day(own) if field == "day" or "日期" in header else own
        lines.append(Line(header, shown, said, differs))
    return tuple(lines)


def with_day(text: str) -> str:
    """
    Write the day behind a number that a spreadsheet keeps for one.

    Examples
    --------
    >>> with_day("46019"), with_day("2025-12-28"), with_day("12")
    ('46019（2025-12-28）', '2025-12-28', '12')
    """
    if not _SERIAL.fullmatch(text):
        return text
    return f"{text}（{_FIRST_SERIAL + timedelta(days=int(text))}）"


def _told_cells(town: Store, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """Read what ledgers said of sites: field to text, the row read last counts."""
    told: dict[str, dict[str, str]] = {}
    for row in town.rows("import_row", where={"target": list(ids), "kind": ["sites"]}):
        for header, text in read_cells(row["cells"]).items():
            field = header_field(header, "sites")
            if field:
                told.setdefault(row["target"], {})[field] = text
    return told


def _said(field: str | None, cells: Mapping[str, str], sites: DataFrame, site: str) -> str:
    if field is None:
        return ""
    if field in cells:
        return cells[field]
    if field in _COLUMNS:
        value = sites.loc[site].to_dict()[field]
        return "" if pd.isna(value) else str(value)
    return ""


def _picture(
    town: Store, question: Question, sites: DataFrame, found: Sequence[tuple[str, float, float]]
) -> Spots | None:
    places = [
        Place(mark, datum, lon, lat)
        for mark, (datum, lon, lat) in zip(_MARKS, _apart(found), strict=False)
    ]
    if question.target is not None:
        own = town.read("site", where={"site_id": [question.target]})
        places += [_place(_OWN_MARK, own, site) for site in own.index]
    places += (
        [_place(mark, sites, site) for mark, site in zip(_MARKS, sites.index, strict=False)]
        if not found
        else []
    )
    if not places:
        return None
    lon, lat = places[0].lon_deg, places[0].lat_deg
    box = (lon - _AROUND_DEG, lat - _AROUND_DEG, lon + _AROUND_DEG, lat + _AROUND_DEG)
    near = town.read("site", box=box)
    return spots(places, [_place("", near, site) for site in near.index])


def _apart(found: Sequence[tuple[str, float, float]]) -> list[tuple[str, float, float]]:
    return [one for one in found if one[0] not in _SAME_AS]


def _place(mark: str, sites: DataFrame, site: str) -> Place:
    row = sites.loc[site].to_dict()
    return Place(mark, f"{site} {row['name']}", float(row["lon_deg"]), float(row["lat_deg"]))


def _choices(
    question: Question,
    others: Sequence[tuple[str, str]],
    found: Sequence[tuple[str, float, float]],
    lang: Lang,
) -> tuple[Choice, ...]:
    listed: list[Choice] = []
    count = len(question.same)
    for meaning in question.meanings:
        if meaning == "site":
            listed += [_site_choice(question, site, name, lang) for site, name in others]
        elif meaning == "new":
            listed.append(Choice(NEW, say("questions.new", lang), say("questions.new_does", lang)))
        elif meaning == "datum":
            listed += _datum_choices(found, lang)
        elif meaning == "drop":
            effect = say("questions.drop_does", lang, count=count + len(question.waiting))
            listed.append(Choice(DROP, say("questions.drop", lang), effect))
    return tuple(listed)


def _site_choice(question: Question, site: str, name: str, lang: Lang) -> Choice:
    is_site = question.kind == "sites"
    does = say("questions.same_does" if is_site else "questions.site_does", lang,
               id=site, count=len(question.same))  # fmt: skip
    return Choice(site, say("questions.site", lang, id=site, name=name), does)


def _datum_choices(found: Sequence[tuple[str, float, float]], lang: Lang) -> list[Choice]:
    marks = dict(zip((one[0] for one in _apart(found)), _MARKS, strict=False))
    listed = []
    for datum, word in _DATUM_WORDS.items():
        mark = marks.get(_SAME_AS.get(datum, datum), "")
        effect = say("questions.datum_does" if mark else "questions.datum_only", lang, mark=mark)
        listed.append(Choice(word, say(f"questions.{_key(datum)}", lang), effect))
    return sorted(listed, key=lambda one: one.said == _DATUM_WORDS["CGCS2000"])


def _key(datum: str) -> str:
    return datum.lower().replace("-", "")


def _fields(question: Question, headers: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """List the cells that may be mended: all that are filled, and the needed ones that are not."""
    empty = [
        name
        for name in headers
        if name not in question.cells and header_field(name, question.kind) in _WANTED
    ]
    return (*question.cells.items(), *((name, "") for name in empty))
