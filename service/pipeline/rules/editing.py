"""One change to an office's own rules: a value by its type, a campaign, a step back."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import orjson

from data.errors import ConfigError, NotFoundError
from planning.clauses.overlay import NATURE
from planning.rules import default_table
from service.pipeline.rules.ruling import SETTING, keep_rules, known_ruling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.store import Store
    from service.results.rules import RuleResult

MOST = 1e12
"""No figure of a rule is as large; beyond, a float loses whole numbers."""
_TRUE, _FALSE = (
    frozenset({"true", "yes", "1", "on", "是"}),
    frozenset({"false", "no", "0", "", "否"}),
)


def with_value(own: Mapping[str, Any], rule: RuleResult, text: str) -> dict[str, Any]:
    """
    Put a value that somebody typed into an office's rules.

    Parameters
    ----------
    own
        The office's rules as decoded TOML; they stay as they are.
    rule
        Which rule, with its default.
    text
        The value: a number, a text, true or false, or one entry of a list a line.

    Returns
    -------
    own
        A new table, checked; a value that is the default is left out.

    Raises
    ------
    ConfigError
        If the text is no value of the rule's type, or the rules would be wrong.
    """
    value = read_value(rule, text)
    changed = deepcopy(dict(own))
    section = changed
    outer, _, inner = rule.section.partition(".")
    path = [outer, inner] if inner and rule.section not in default_table() else [rule.section]
    for name in path:
        section = section.setdefault(name, {})
    if value == rule.default:
        section.pop(rule.key, None)
    else:
        section[rule.key] = value
    known_ruling(_pruned(changed), "store")
    return _pruned(changed)


def read_value(rule: RuleResult, text: str) -> Any:  # noqa: ANN401 - a value of TOML
    """
    Read a value by the type of the one that holds.

    Raises
    ------
    ConfigError
        If it is none of that type.
    """
    held, said = rule.value, text.strip()
    if isinstance(held, bool):
        if said.lower() in _TRUE | _FALSE:
            return said.lower() in _TRUE
        raise _wrong(rule, said, "true or false", "true 或 false")
    if isinstance(held, int | float):
        number = _figure(rule, said)
        return number if isinstance(held, int) else float(number)
    if isinstance(held, list | tuple):
        return _entries(rule, said)
    if isinstance(held, dict):
        return {name: _figure(rule, one) for name, one in _named(rule, said)}
    return said


def written_value(value: object) -> str:
    r"""
    Write a value as ``read_value`` reads it.

    Examples
    --------
    >>> written_value(True), written_value(0.5), written_value({"red": 7})
    ('true', '0.5', 'red = 7')
    >>> written_value(["red", "orange"]), written_value([["2027-01-01", "2027-01-03"]])
    ('red\norange', '2027-01-01, 2027-01-03')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return "\n".join(
            ", ".join(map(str, one)) if isinstance(one, list | tuple) else str(one) for one in value
        )
    if isinstance(value, dict):
        return "\n".join(f"{name} = {one}" for name, one in value.items())
    return str(value)


def _named(rule: RuleResult, said: str) -> list[tuple[str, str]]:
    """Read a small table, one ``name = figure`` a line."""
    pairs = [line.partition("=") for line in said.splitlines() if line.strip()]
    if any(not middle for _, middle, _ in pairs):
        raise _wrong(rule, said, "name = figure in each line", "每行“名称 = 数字”")
    return [(name.strip(), figure.strip()) for name, _, figure in pairs]


def _figure(rule: RuleResult, text: str) -> int | float:
    try:
        number = float(text)
    except ValueError:
        raise _wrong(rule, text, "a number", "数字") from None
    if not abs(number) < MOST:
        raise _wrong(rule, text, "a number", "数字")
    return int(number) if number == int(number) else number


def _entries(rule: RuleResult, said: str) -> list[Any]:
    """Read a list, one entry a line; pairs of days with a comma between them."""
    is_pairs = rule.key == "holidays"
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    if rule.value and all(isinstance(one, int | float) for one in rule.value):
        return [_figure(rule, line) for line in lines]
    if not is_pairs:
        return lines
    pairs = [[part.strip() for part in line.replace("，", ",").split(",")] for line in lines]
    if any(len(pair) != 2 for pair in pairs):  # noqa: PLR2004 - first and last day
        raise _wrong(rule, said, "first day, last day in each line", "每行写“起日,止日”")
    return pairs


def _wrong(rule: RuleResult, said: str, en: str, zh: str) -> ConfigError:
    return ConfigError(
        f"Rules: expected {en} for {rule.section}.{rule.key}, got {said!r}.",
        zh=f"规则：{rule.section}.{rule.key} 应为{zh}，现为“{said}”。",
    )


def with_campaign(own: Mapping[str, Any], campaign: Mapping[str, Any]) -> dict[str, Any]:
    """
    Add a campaign to an office's rules.

    Raises
    ------
    ConfigError
        If a key or value of it is wrong.
    """
    changed = deepcopy(dict(own))
    changed["campaign"] = [*changed.get("campaign", []), dict(campaign)]
    known_ruling(changed, "store")
    return changed


def without_campaign(own: Mapping[str, Any], number: int) -> dict[str, Any]:
    """
    Take a campaign out, by its place from 0.

    Raises
    ------
    NotFoundError
        If there is none in that place.
    """
    listed = list(own.get("campaign", []))
    if not 0 <= number < len(listed):
        raise NotFoundError(f"There is no campaign {number}.", zh=f"没有第 {number} 个专项行动。")
    del listed[number]
    changed = {name: one for name, one in deepcopy(dict(own)).items() if name != "campaign"}
    return changed | ({"campaign": listed} if listed else {})


def put_back(store: Store, audit_id: str) -> None:
    """
    Put the office's rules back to what they were before a change.

    Raises
    ------
    NotFoundError
        If that unit of writing did not change the rules.
    ConfigError
        If those rules fit this program no longer; nothing is changed then.
    """
    audited = store.rows("audit", where={"audit_id": [audit_id]})
    was_changed = audited and "setting" in orjson.loads(audited[0]["counts"])
    rows = store.rows("history", where={"audit_id": [audit_id], "row_id": [SETTING]})
    former = next((row for row in rows if row["table_name"] == "setting"), None)
    if former is None:
        raise NotFoundError(
            f"{audit_id} left no former rules{'' if was_changed else ': it changed none'}.",
            zh=f"{audit_id} 没有留下此前的规则。",
        )
    value = orjson.loads(former["before"])["value"]
    keep_rules(store, known_ruling(orjson.loads(value), "store"))


def _pruned(own: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out sections in which nothing is stated any more."""
    kept: dict[str, Any] = {}
    for name, section in own.items():
        if name == NATURE:
            continue
        inner = _pruned(section) if isinstance(section, dict) else section
        if inner not in ({}, []) or not isinstance(section, dict):
            kept[name] = inner
    return kept
