"""The one door through which text of a ledger enters a page.

Ledger cells hold whatever somebody typed. Templates of this room escape by themselves (Jinja2
autoescape) after ``plain``; text that goes through stock folium classes, which compile templates
and paste strings into scripts, must pass ``safe``; values for our own scripts pass
``embedded_json``.
"""

from __future__ import annotations

import html
import json
import re

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters, tab and line ends excepted
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks that reverse what the eye reads
    "\ufeff\ud800-\udfff]"  # byte order mark, halves of a surrogate pair
)
_SCRIPT_SIGNS = re.compile(r"[`$\\{}]")


def plain(text: object) -> str:
    r"""
    Drop what nobody can see and what turns the reading direction round.

    Parameters
    ----------
    text
        Any value; ``None`` becomes the empty text.

    Examples
    --------
    >>> plain("safe\u202egnp.exe")
    'safegnp.exe'
    """
    return "" if text is None else _UNSEEN.sub("", str(text))


def called(name: object, key: str) -> str:
    """
    Say what a place is called: its name, or its id where it has none that anybody can see.

    Examples
    --------
    >>> called("甲厂", "S00001"), called("\u200f ", "S00002")
    ('甲厂', 'S00002')
    """
    return plain(name).strip() or plain(key)


def safe(text: object) -> str:
    """
    Escape a text for every place of a folium map: html, scripts, templates.

    ``html.escape`` is not enough there: folium pastes popups into JavaScript template strings and
    branca compiles rendered pieces as Jinja2 templates, so back-ticks, dollars, backslashes and
    braces are escaped as well.

    Examples
    --------
    >>> safe("{{ 7 * 7 }}")
    '&#123;&#123; 7 * 7 &#125;&#125;'
    """
    escaped = html.escape(plain(text), quote=True)
    return _SCRIPT_SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", escaped)


def embedded_json(value: object) -> str:
    r"""
    Write a value as JSON that may stand inside a ``<script>`` element.

    Parameters
    ----------
    value
        Lists, dicts with text keys, texts, finite numbers, flags, ``None``.

    Raises
    ------
    ValueError
        If a number is not finite: JSON has no word for it.

    Examples
    --------
    >>> embedded_json({"name": "</script>"})
    '{"name":"\\u003c/script>"}'
    """
    text = json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
    text = text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return _UNSEEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def script_text(source: str) -> str:
    r"""
    Keep a script's own text from ending the element it stands in.

    Examples
    --------
    >>> script_text("a = '</script>'")
    "a = '<\\/script>'"
    """
    return re.sub(r"<(?=/script|!--)", r"<\\", source, flags=re.IGNORECASE)
