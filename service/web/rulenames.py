"""What people call a rule, which files call by a section and a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import words
from service.web.words import say, sentences

if TYPE_CHECKING:
    from data.words import Lang

_KINDS = (words.GRADES, words.VISIT_TYPES, words.WHYS, words.SITE_KINDS, words.FINDING_LEVELS)
"""Codes that keys of several sections are."""


def section_name(section: str, lang: Lang) -> str:
    """Name a section of the rules; one that a newer file adds keeps its own name."""
    key = f"rules_of.{section.partition('.')[0]}"
    return say(key, lang) if key in sentences() else section


def rule_name(section: str, key: str, lang: Lang) -> str:
    """
    Name one rule of a section; a key that nobody named stands for itself.

    Examples
    --------
    >>> rule_name("frequency", "red_days", "zh"), rule_name("service", "patrol", "zh")
    ('红色：几天内一次', '网格巡查')
    >>> rule_name("needs", "C25", "zh")
    'C25'
    """
    named = f"rule_name.{section.partition('.')[0]}_{key}"
    if named in sentences():
        return say(named, lang)
    pair = next((codes[key] for codes in _KINDS if key in codes), (key, key))
    return pair[0 if lang == "zh" else 1]


def place_name(path: str, lang: Lang) -> str:
    """
    Name a value by where it stands in the file, such as in a list of changes.

    Examples
    --------
    >>> place_name("frequency.red_days", "zh")
    '检查频次：红色：几天内一次'
    """
    section, _, key = path.rpartition(".")
    if not section:
        return section_name(key, lang)
    colon = "：" if lang == "zh" else ": "
    return f"{section_name(section, lang)}{colon}{rule_name(section, key, lang)}"
