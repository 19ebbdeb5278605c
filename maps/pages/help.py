"""Help in plain words: one page for each kind of page, and the part that a route carries along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.help_words import HELP_TOPICS
from maps.pages.frame import PageParts, help_file, page
from maps.words import filled

if TYPE_CHECKING:
    from data.sheets import PageFacts
    from data.words import Lang

HELP_KINDS = tuple(HELP_TOPICS)
"""Kinds of page that have help, in the order of the list on each."""


def help_page(kind: str, *, facts: PageFacts, lang: Lang = "zh") -> str:
    """
    Write the help for one kind of page.

    Parameters
    ----------
    kind
        One of ``HELP_KINDS``.
    facts
        What header and footer say.
    lang
        Language the page opens in; it can be switched there.

    Returns
    -------
    text
        One html document that asks nobody for anything, and prints.

    Raises
    ------
    KeyError
        If there is no such kind.
    """
    called, topics = HELP_TOPICS[kind]
    zh, en = filled("help.title")
    parts = PageParts(
        template="help.html",
        title=(f"{called[0]} · {zh}", f"{called[1]} · {en}"),
        scripts=("index.js",),
        styles=("help.css",),
        front="index.html",
        values={
            "called": called,
            "topics": topics,
            "kind": kind,
            "others": [(one, help_file(one), HELP_TOPICS[one][0]) for one in HELP_KINDS],
        },
    )
    return page(parts, facts=facts, lang=lang)


def help_pages(*, facts: PageFacts, lang: Lang = "zh") -> dict[str, str]:
    """Write all of them, by file name: they link to each other."""
    return {help_file(kind): help_page(kind, facts=facts, lang=lang) for kind in HELP_KINDS}
