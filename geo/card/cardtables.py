"""The small tables of a scorecard's file, each read with an error that names the key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.errors import ConfigError
from geo.card.industries import Industry, Process, Substance

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEYS = {
    "industry": frozenset({"zh", "en", "share", "codes", "words"}),
    "process": frozenset({"codes", "words"}),
    "substance": frozenset({"words", "tonnes"}),
}


def check_keys(where: tuple[str, str], table: Mapping[str, Any], known: frozenset[str]) -> None:
    """Refuse what nobody would read: a misspelt key would switch something off in silence."""
    odd = sorted(set(table) - known)
    if odd:
        raise ConfigError(
            f"Expected only {', '.join(sorted(known))} in {where[0]}, got {', '.join(odd)}.",
            zh=f"评分卡：{where[1]} 里不能有 {'、'.join(odd)}，可能写错了。",
        )


def read_numbers(name: str, table: Mapping[str, object]) -> dict[str, float]:
    """Read a table of numbers."""
    return {str(key): read_number(f"{name}.{key}", value) for key, value in table.items()}


def read_number(name: str, value: object) -> float:
    """Read one number; a text or a truth value is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ConfigError(
            f"Expected {name} to be a number, got {value!r}.",
            zh=f"评分卡：{name} 应是数，现为“{value}”。",
        )
    return float(value)


def read_word_lists(name: str, lists: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    """Read a table of lists of words."""
    return {str(key): read_words(f"{name}.{key}", words) for key, words in lists.items()}


def read_words(name: str, words: object) -> tuple[str, ...]:
    """Read one list of words, none of them empty."""
    if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
        raise ConfigError(
            f"Expected {name} to be a list of words, got {words!r}.",
            zh=f"评分卡：{name} 应是一列词，现为“{words}”。",
        )
    return tuple(words)


def read_industry(table: Mapping[str, Any]) -> Industry:
    """Read one group of industries."""
    group = f"industry {table['zh']}"
    check_keys((group, group), table, _KEYS["industry"])
    return Industry(
        zh=str(table["zh"]),
        en=str(table["en"]),
        share=read_number(f"{group} share", table["share"]),
        codes=read_words(f"{group} codes", table.get("codes", [])),
        words=read_words(f"{group} words", table.get("words", [])),
    )


def read_process(name: str, table: Mapping[str, Any]) -> Process:
    """Read one dangerous process."""
    where = f"processes.{name}"
    check_keys((where, where), table, _KEYS["process"])
    return Process(
        codes=read_words(f"{where} codes", table["codes"]),
        words=read_words(f"{where} words", table["words"]),
    )


def read_substance(table: Mapping[str, Any]) -> Substance:
    """Read one dangerous substance."""
    check_keys(("substance", "substance"), table, _KEYS["substance"])
    return Substance(
        words=read_words("substance words", table["words"]),
        tonnes=read_number("substance tonnes", table["tonnes"]),
    )
