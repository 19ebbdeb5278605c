"""The rules in force: of a file, of the store, or those the program comes with."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import orjson

from data.config import read_toml
from data.errors import ConfigError
from planning.rules import parse_rules

if TYPE_CHECKING:
    from pathlib import Path

    from data.ports import Settings
    from data.store import Store
    from planning.rules import Rules

SETTING = "rules"
"""The setting of a store that holds an office's own table, as JSON."""
MINUTES = "service_minutes"
"""The setting that holds what was learnt of minutes on the spot, visit type to figures, as JSON."""
HASH_LENGTH = 12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ruling:
    """
    Rules, and where they come from.

    Attributes
    ----------
    rules
        All of them.
    own
        What the office wrote, as decoded TOML; empty where the defaults hold.
    origin
        ``file``, ``store`` or ``defaults``.
    learnt
        Minutes on the spot that results corrected, by visit type; they are in ``rules``.
    """

    rules: Rules
    own: Mapping[str, Any]
    origin: str
    learnt: Mapping[str, int] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """Return the same short text for the same rules, wherever they come from."""
        listed = orjson.dumps(self.rules, default=_plain, option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(listed).hexdigest()[:HASH_LENGTH]


def rules_in_force(store: Settings | None, file: Path | None = None) -> Ruling:
    """
    Read the rules of a file, else those kept with the store (if any), else the defaults.

    Raises
    ------
    ConfigError
        If the file cannot be read, or a section, key or value is wrong.
    """
    settings = {} if store is None else store.settings()
    if file is not None:
        ruling = known_ruling(read_toml(file), "file")
    else:
        kept = settings.get(SETTING)
        ruling = known_ruling(_kept(kept) if kept else {}, "store")
    return with_minutes(ruling, _learnt(settings))


def _learnt(settings: Mapping[str, str]) -> dict[str, int]:
    told = orjson.loads(settings.get(MINUTES, "{}"))
    return {visit_type: int(figures["minutes"]) for visit_type, figures in told.items()}


def with_minutes(ruling: Ruling, minutes: Mapping[str, int]) -> Ruling:
    """
    Let results correct the minutes on the spot.

    What the office itself wrote stays, and all of it does where its rules say so.

    Parameters
    ----------
    ruling
        The rules as written.
    minutes
        What was learnt, by visit type.
    """
    service, stated = ruling.rules.service, ruling.own.get("service", {})
    learnt = {code: one for code, one in minutes.items() if code not in stated}
    if not service.learn or not learnt:
        return ruling
    merged = MappingProxyType({**service.minutes, **learnt})
    rules = replace(ruling.rules, service=replace(service, minutes=merged))
    return replace(ruling, rules=rules, learnt=learnt)


def _kept(text: str) -> Mapping[str, Any]:
    try:
        own = orjson.loads(text)
    except orjson.JSONDecodeError:
        own = None
    if not isinstance(own, Mapping):
        raise ConfigError(
            "The rules kept with the store are damaged; run `gridpatrol rules --forget`.",
            zh="库中所存的本单位规则已损坏，请运行 gridpatrol rules --forget。",
        )
    return own


def known_ruling(own: Mapping[str, Any], origin: str) -> Ruling:
    """Read what an office wrote, from wherever it was kept."""
    return Ruling(rules=parse_rules(own), own=own, origin=origin if own else "defaults")


def ruling_params(ruling: Ruling) -> dict[str, Any]:
    """Write what a plan keeps of its rules: all of them, what the office wrote, and the hash."""
    params = {
        "rules": ruling.rules,
        "own_rules": ruling.own,
        "rules_from": ruling.origin,
        "rules_hash": ruling.fingerprint,
    }
    return params | ({"learnt_minutes": ruling.learnt} if ruling.learnt else {})


def filed_ruling(params: Mapping[str, Any]) -> Ruling:
    """Read the rules of a plan back from what it keeps of them; of an older one, the defaults."""
    written = known_ruling(params.get("own_rules", {}), str(params.get("rules_from", "")))
    return with_minutes(written, params.get("learnt_minutes", {}))


def keep_rules(store: Store, ruling: Ruling, *, former: Mapping[str, Any] | None = None) -> bool:
    """
    Keep an office's rules with the store: everything is planned by them from now on.

    Parameters
    ----------
    ruling
        Where the office wrote nothing, the defaults hold again.
    former
        What the office had written when these were made of it; ``None`` where that is no matter.

    Returns
    -------
    kept
        False where somebody else has changed the former ones meanwhile; nothing is stored then.

    Raises
    ------
    ConfigError
        If ``former`` is given and the rules of the store are damaged.
    """
    with store.writing() as unit:
        if former is not None:
            kept = unit.settings().get(SETTING)
            if (_kept(kept) if kept else {}) != former:
                return False
        if ruling.own:
            unit.set(SETTING, orjson.dumps(ruling.own, option=orjson.OPT_SORT_KEYS).decode())
        else:
            unit.clear("setting", where={"name": [SETTING]})
    return True


def forget_rules(store: Store) -> None:
    """Go back to the defaults."""
    with store.writing() as unit:
        unit.clear("setting", where={"name": [SETTING]})


def _plain(value: object) -> object:
    """Turn what rules are made of into what JSON knows."""
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"Expected something JSON can hold, got {type(value).__name__}.")
