"""Markup that holds one text in both languages."""

from __future__ import annotations

from markupsafe import Markup, escape

from maps.escaping import plain


def both(zh: object, en: object) -> Markup:
    """
    Write one text in both languages; the style sheet shows one of them.

    Examples
    --------
    >>> str(both("红", "red"))
    '<span class="zh" lang="zh-CN">红</span><span class="en" lang="en">red</span>'
    """
    return Markup(
        '<span class="zh" lang="zh-CN">{}</span><span class="en" lang="en">{}</span>'
    ).format(plain(zh), plain(en))


def option(value: str, zh: object, en: object, lang: str) -> Markup:
    """Write an ``<option>``, whose text a script swaps with the language."""
    now = en if lang == "en" else zh
    return Markup('<option value="{}" data-zh="{}" data-en="{}">{}</option>').format(
        escape(plain(value)), plain(zh), plain(en), plain(now)
    )
