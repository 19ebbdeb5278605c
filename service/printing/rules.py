"""What ``gridpatrol rules`` prints."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import orjson

from planning.clauses.commentary import comment_in
from service.words import say

if TYPE_CHECKING:
    from data.words import Lang
    from service.results.rules import OwnTable, RuleResult, RulesResult


def rules_lines(result: RulesResult, lang: Lang) -> list[str]:
    """Write the rules section by section, each with its comment and where it differs."""
    own = sum(rule.is_own for rule in result.rules)
    origin = say(f"rules.{result.origin}", lang)
    lines = [
        say("rules.done", lang, origin=origin, hash=result.fingerprint, own=own),
    ]
    if result.kept or result.forgotten:
        lines.append(say("rules.kept" if result.kept else "rules.forgotten", lang))
    listed = [rule for rule in result.rules if rule.is_own or not result.only_own]
    for section, rules in groupby(listed, key=lambda rule: (rule.section, rule.nature)):
        lines += ["", f"[{section[0]}]  {say(f'rules.{section[1]}', lang)}"]
        lines += _section_lines(list(rules), lang)
    if result.tables:
        lines += ["", *(_table_line(table, lang) for table in result.tables)]
    return lines


def _section_lines(rules: list[RuleResult], lang: Lang) -> list[str]:
    lines, said = [], ""
    for rule in rules:
        if rule.said and rule.said != said:
            lines.append(f"  # {comment_in(rule.said, lang)}")
        said = rule.said
        text = f"  {rule.key} = {_written(rule.value)}"
        if rule.is_own:
            text += "  " + say("rules.own", lang, default=_written(rule.default))
        lines.append(text)
    return lines


def _table_line(table: OwnTable, lang: Lang) -> str:
    rest = {key: value for key, value in table.written.items() if key not in ("zh", "en")}
    facts = ", ".join(f"{key} = {_written(value)}" for key, value in rest.items())
    kind = say(f"rules.{table.kind}", lang)
    return f"{kind}  {table.zh if lang == 'zh' else table.en}  {facts}"


def _written(value: object) -> str:
    return "-" if value is None else orjson.dumps(value).decode()
