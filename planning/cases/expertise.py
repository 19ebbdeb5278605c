"""Which expert or laboratory the re-check of a finding waits for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planning.caserules import ExpertRules


def expertise_of(stated: object, what: object, *, rules: ExpertRules) -> frozenset[str]:
    """
    Say who must come along to a re-check.

    Parameters
    ----------
    stated
        JSON list of codes of ``data.words.EXPERTISE``, as the finding's row has it; missing where
        nobody said.
    what
        The finding in words; missing where nobody wrote any.
    rules
        Words that mean unknown material, and who is needed then.

    Returns
    -------
    needs
        What was stated, an empty list included; else what the words ask for.

    Examples
    --------
    >>> from planning.rules import default_rules
    >>> sorted(expertise_of(None, "车间有不明液体两桶", rules=default_rules().expert))
    ['lab']
    >>> expertise_of("[]", "车间有不明液体两桶", rules=default_rules().expert)
    frozenset()
    """
    if isinstance(stated, str) and stated:
        return frozenset(map(str, json.loads(stated)))
    text = what if isinstance(what, str) else ""
    if any(word in text for word in rules.unknown_words):
        return frozenset(rules.unknown_needs)
    return frozenset()
