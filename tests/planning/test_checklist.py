"""The checklist an inspector is shown."""

from __future__ import annotations

import pytest

from data.errors import ConfigError
from data.words import SITE_KINDS, VISIT_TYPES
from planning.checklist import default_checklist, parse_checklist, visit_checks

GENERAL = ("看门", "Look at the door")
CHEMICAL = ("看桶", "Look at the drums")
TWO_RULES = {
    "limit": 2,
    "rule": [
        {"chemicals": True, "industry_prefixes": ["C26"], "lines": [list(CHEMICAL)]},
        {"lines": [list(GENERAL)]},
    ],
}


def checks(*, chemicals: bool = False, code: str = "") -> tuple[tuple[str, str], ...]:
    """List the checks of a plain inspection under the two rules above."""
    return visit_checks(
        parse_checklist(TWO_RULES),
        visit_type="inspection",
        kind="enterprise",
        has_chemicals=chemicals,
        industry_code=code,
    )


def test_a_rule_without_conditions_always_speaks() -> None:
    """Every visit needs something to look at, also where nothing is known of the site."""
    assert checks() == (GENERAL,)


def test_any_one_condition_is_enough() -> None:
    """A paint maker that forgot to declare its chemicals is still a paint maker."""
    assert checks(code="C2641") == (CHEMICAL, GENERAL)
    assert checks(chemicals=True) == (CHEMICAL, GENERAL)


def test_an_unknown_key_is_named() -> None:
    """A misspelt key would switch a rule off in silence."""
    with pytest.raises(ConfigError, match="rule 1 has unknown key\\(s\\) industri"):
        parse_checklist({"rule": [{"industri": ["C26"], "lines": []}]})


def test_a_line_needs_both_languages() -> None:
    """Pages switch language; half a line would show nothing."""
    with pytest.raises(ConfigError, match="expected \\[Chinese, English\\]"):
        parse_checklist({"rule": [{"lines": [["只有中文"]]}]})


@pytest.mark.parametrize("visit_type", sorted(VISIT_TYPES))
@pytest.mark.parametrize("kind", sorted(SITE_KINDS))
def test_the_delivered_rules_serve_every_kind_of_visit(visit_type: str, kind: str) -> None:
    """No stop is without checks, and none has more than fit on a phone."""
    checklist = default_checklist()
    lines = visit_checks(
        checklist,
        visit_type=visit_type,
        kind=kind,
        has_chemicals=True,
        industry_code="C2641",
    )
    assert 1 <= len(lines) <= checklist.limit


def test_a_visit_that_stays_outside_is_not_asked_to_look_inside() -> None:
    """A grid patrol may not enter, so nothing behind the gate is asked of it."""
    rules = {
        "outside_types": ["patrol"],
        "rule": [{"inside": True, "lines": [list(CHEMICAL)]}, {"lines": [list(GENERAL)]}],
    }

    def lines(visit_type: str) -> tuple[tuple[str, str], ...]:
        return visit_checks(
            parse_checklist(rules),
            visit_type=visit_type,
            kind="enterprise",
            has_chemicals=False,
            industry_code="",
        )

    assert lines("patrol") == (GENERAL,)
    assert lines("inspection") == (CHEMICAL, GENERAL)
