"""The rules in force as a list: value, default, nature, and what is said of each."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from planning.clauses.commentary import comments_of
from planning.clauses.overlay import LISTS, NATURE, laid_over
from planning.rules import default_table
from service.pipeline.rules.ruling import forget_rules, keep_rules, rules_in_force
from service.results.rules import OwnTable, RuleResult, RulesResult

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.store import Store
    from service.pipeline.rules.ruling import Ruling


def list_rules(
    store: Store | None, file: Path | None, *, keep: bool, forget: bool, only_own: bool
) -> RulesResult:
    """
    List the rules in force, and keep or forget an office's own.

    Parameters
    ----------
    store
        Where rules may be kept; ``None`` where there is none.
    file
        An office's own rules; they come first.
    keep, forget
        Put the rules of the file into the store, or take the office's own out of it first.
    only_own
        Whether people are shown only what differs from the defaults.

    Raises
    ------
    ConfigError
        If the file cannot be read, or a section, key or value is wrong.
    """
    given = rules_in_force(None, file) if file else None  # a wrong file changes nothing
    if store is not None and forget:
        forget_rules(store)
    ruling = given or rules_in_force(store)
    if store is not None and keep:
        keep_rules(store, ruling)
    return RulesResult(
        origin=ruling.origin,
        fingerprint=ruling.fingerprint,
        rules=tuple(_listed(ruling)),
        tables=tuple(_tables(ruling)),
        kept=keep,
        forgotten=forget,
        only_own=only_own,
    )


def _listed(ruling: Ruling) -> Iterator[RuleResult]:
    """Walk all values in the order of the defaults, tables within sections too."""
    defaults = default_table()
    sections, _ = laid_over(defaults, ruling.own)
    text = files("planning").joinpath("rules.toml").read_text(encoding="utf-8")
    comments, natures = comments_of(text), defaults[NATURE]
    for section, values in sections.items():
        if section == NATURE:
            continue
        for key, value in values.items():
            default = defaults[section].get(key)
            inner = f"{section}.{key}"
            if isinstance(value, Mapping) and (section, key) not in comments:
                rows = [(inner, name, one, _former(default, name)) for name, one in value.items()]
            else:
                rows = [(section, key, value, default)]
            for place, name, one, former in rows:
                yield RuleResult(
                    section=place,
                    key=name,
                    value=one,
                    default=former,
                    is_own=one != former,
                    nature=natures[section],
                    said=comments.get((place, name), comments.get((place, ""), "")),
                )


def _former(default: object, name: str) -> object:
    """Return a default within a table of defaults; ``None`` where it lists no such key."""
    return default.get(name) if isinstance(default, Mapping) else None


def _tables(ruling: Ruling) -> Iterator[OwnTable]:
    for kind in LISTS:
        for table in ruling.own.get(kind, ()):
            written: dict[str, Any] = dict(table)
            yield OwnTable(kind=kind, zh=table["zh"], en=table["en"], written=written)
