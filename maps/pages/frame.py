"""What all pages share: one html document, its policy, header, footer, licences."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from data import words as codes
from data.chances import is_chance
from maps.durations import minutes
from maps.escaping import embedded_json, plain, script_text
from maps.help_words import HELP_TOPICS
from maps.markup import both, option
from maps.packing import packed_json
from maps.palette import MARK_LOOKS
from maps.scores import shown, weight
from maps.shipped import shipped_text, templates
from maps.words import attribute, filled, say, script_words

if TYPE_CHECKING:
    from datetime import date

    from data.sheets import PageFacts
    from data.words import Labels, Lang
    from maps.offline import MapPieces

_MAP_SCRIPTS = ("canvas.js", "shapes.js", "basemap.js")
_LAYER_SCRIPTS = (
    "cells.js",
    "sites.js",
    "routes.js",
    "roadspots.js",
    "closedroads.js",
    "outlines.js",
)
_REMARK = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.DOTALL | re.MULTILINE)
_POLICY = (
    "default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data: blob:; "
    "connect-src 'none'; base-uri 'none'; form-action 'none'"
)
_SERVED_POLICY = (
    _POLICY.replace("img-src", "img-src 'self'").replace("connect-src 'none'", "connect-src 'self'")
    + "; worker-src 'self'; manifest-src 'self'"
)
"""Of a page that a service hands out: it asks that service and nobody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageParts:
    """
    What makes one page differ from another.

    Attributes
    ----------
    template
        Name of the template below ``assets/templates``.
    title
        Title of the document, Chinese and English.
    scripts, styles
        Names of files below ``assets``, after the shared ones.
    pieces
        The page's map, if it has one.
    values
        What the template is filled with.
    held
        JSON for the scripts, by element id.
    front
        Where the first page lies from here; none on the first page itself.
    help
        Kind of page whose help the header leads to; none on the pages of help themselves.
    travels
        Whether the page is sent about alone: it then carries its help along.
    served
        Whether a service hands it out, with a manifest beside it, and takes what it sends.
    """

    template: str
    title: tuple[str, str]
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    pieces: MapPieces | None = None
    values: dict[str, Any] = field(default_factory=dict)
    held: dict[str, Any] = field(default_factory=dict)
    front: str | None = None
    help: str | None = None
    travels: bool = False
    served: bool = False


def help_file(kind: str) -> str:
    """
    Name the page of help for a kind of page.

    Examples
    --------
    >>> help_file("week")
    'help-week.html'
    """
    return f"help-{kind}.html"


def page(parts: PageParts, *, facts: PageFacts, lang: Lang = "zh") -> str:
    """
    Write one page.

    Returns
    -------
    text
        A whole html document that asks nobody for anything: styles, scripts and data are in it,
        and its content security policy allows exactly its own scripts, each by its hash.
    """
    scripts, started = _scripts(parts)
    styles = [shipped_text(name) for name in ("page.css", *parts.styles)]
    chance = is_chance(facts.model)
    words = script_words("\n".join([*scripts, *started]))
    held = {"words": words, "scale": {"chance": chance}, **parts.held}
    template = templates().get_template(parts.template)
    policy = _SERVED_POLICY if parts.served else _POLICY
    return template.render(
        **_tools(lang, chance=chance),
        **parts.values,
        facts=facts,
        lang=lang,
        front=parts.front,
        **_help(parts),
        title=parts.title,
        policy=policy.format(hashes=" ".join(map(_hash, [*scripts, *started]))),
        served=parts.served,
        scripts=[Markup(script) for script in scripts],  # noqa: S704  our own files
        styles=[Markup(_shorter(style)) for style in styles],  # noqa: S704  our own files
        held=_packed_held(held, started, parts.pieces) if parts.pieces else _held(held),
        map_html=Markup(parts.pieces.html if parts.pieces else ""),  # noqa: S704  made by folium
        map_data=Markup(parts.pieces.data if parts.pieces else ""),  # noqa: S704  packed text
        licences=_licences(parts.pieces, parts.scripts),
    )


def bare_page(pieces: MapPieces) -> str:
    """Write a page that holds a map alone, for notebooks and quick looks."""
    needed = [
        *map(shipped_text, ("unpack.js", "patrol.js")),
        *(shipped_text(name) for name in (*_MAP_SCRIPTS, *_LAYER_SCRIPTS)),
    ]
    *libraries, own = pieces.scripts
    looks = f"patrol.looks = {embedded_json(_looks())};"
    scripts = [*libraries, *map(script_text, needed), looks, own]
    return (
        templates()
        .get_template("bare.html")
        .render(
            policy=_POLICY.format(hashes=" ".join(_hash(script) for script in scripts)),
            scripts=[Markup(script) for script in scripts],  # noqa: S704  our own files
            styles=[Markup(style) for style in pieces.styles],  # noqa: S704  our own files
            held=_held({"words": script_words(), "scale": {"chance": False}}),
            map_html=Markup(pieces.html),  # noqa: S704  made by folium
            map_data=Markup(pieces.data),  # noqa: S704  packed text
            licences=_licences(pieces),
        )
    )


def _help(parts: PageParts) -> dict[str, Any]:
    """Say where the help for a page is: in itself, or in a page beside it."""
    if parts.help is None:
        return {"help_href": None, "help_topics": ()}
    if parts.travels:
        return {"help_href": "#help", "help_topics": HELP_TOPICS[parts.help][1]}
    return {"help_href": help_file(parts.help), "help_topics": ()}


def _scripts(parts: PageParts) -> tuple[list[str], list[str]]:
    """
    Order the scripts: those that stand in the page, and those that the loader starts.

    Libraries are most of a small page; packed they are a third of their size. The policy names the
    hash of each, so the browser runs exactly them, wherever they come from.
    """
    own = [_own_script(name) for name in ("patrol.js", *parts.scripts)]
    if parts.pieces is None:
        return [script_text(shipped_text("unpack.js")), *own], []
    *libraries, map_lines = parts.pieces.scripts
    layers = [name for name in _LAYER_SCRIPTS if f"patrol.{name[:-3]}(" in map_lines]
    drawing = [_own_script(name) for name in (*_MAP_SCRIPTS, *layers)]
    looks = f"patrol.looks = {embedded_json(_looks())};"
    chrome = _own_script("chrome.js")
    shared, *last = own
    started = [*libraries, shared, *drawing, looks, map_lines, chrome, *last]
    return [script_text(shipped_text(name)) for name in ("unpack.js", "loader.js")], started


def _own_script(name: str) -> str:
    """Read a script of ours without the remarks that stand on lines of their own."""
    return script_text(_REMARK.sub("", shipped_text(name)))


def _packed_held(values: dict[str, Any], scripts: list[str], pieces: MapPieces) -> Markup:
    """Pack values, scripts and the styles of the map into one element that the loader unpacks."""
    styles = [_shorter(style) for style in pieces.styles]
    text = packed_json({"held": values, "scripts": scripts, "styles": styles})
    return Markup('<script type="text/plain" id="pack">{}</script>').format(text)


def _shorter(style: str) -> str:
    """Drop comments, indents and line ends of a style sheet."""
    bare = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    return re.sub(r"\s*\n\s*", "", bare)


def _looks() -> dict[str, dict[str, str]]:
    return {
        grade: {"badge": look.badge, "text": look.text, "dot": look.dot}
        for grade, look in MARK_LOOKS.items()
    }


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _held(values: dict[str, Any]) -> Markup:
    element = '<script type="application/json" id="{}">{}</script>'
    return Markup("\n").join(
        Markup(element).format(name, Markup(embedded_json(value)))  # noqa: S704  no "<" is left
        for name, value in values.items()
    )


def _licences(pieces: MapPieces | None, scripts: tuple[str, ...] = ()) -> Markup:
    """Give the licence texts of the libraries that a page holds."""
    if pieces is None:
        return Markup()
    names = ["leaflet", *("qrcode" for name in scripts if name == "vendor/qrcode.js")]
    if any("jQuery v" in script[:80] for script in pieces.scripts):
        names.append("jquery")
    texts = "\n".join(shipped_text(f"vendor/{name}-LICENSE.txt") for name in names)
    return Markup("<!--\n{}\n-->").format(Markup(texts.replace("--", "- -")))  # noqa: S704  ours


def _tools(lang: Lang, *, chance: bool) -> dict[str, Any]:
    """Give templates their few functions."""

    def code(labels: Labels, name: str | None) -> Markup:
        """Write a code in both languages, an unknown one as it stands."""
        return both(*labels.get(name or "", (name or "", name or "")))

    return {
        "t": say,
        "both": both,
        "code": code,
        "filled": filled,
        "codes": codes,
        "minutes": minutes,
        "shown": lambda risk: shown(risk, is_chance=chance),
        "weight": lambda reason: weight(reason.code, reason.points, is_chance=chance),
        "plain": plain,
        "chance": chance,
        "attribute": lambda name, key: attribute(name, key, lang),
        "option": lambda value, zh, en: option(value, zh, en, lang),
        "word_option": lambda value, key: option(value, *filled(key), lang),
        "day_words": day_words,
    }


def day_words(day: date) -> Markup:
    """Write a date with its weekday in both languages."""
    zh, en = codes.WEEKDAYS[day.weekday()]
    return both(f"{day.isoformat()} {zh}", f"{en} {day.isoformat()}")
