"""Tests of audits put beside the visits that they repeat."""

from __future__ import annotations

from datetime import date

import pytest

from geo.evaluate import audit_pairs, team_agreement
from tests.builders import inspections


def visit(site: str, day: int, result: str, team: str, mode: str = "patrol") -> dict[str, object]:
    """Make one visit of October 2026."""
    told = {"site_id": site, "day": date(2026, 10, day), "result": result}
    return {**told, "team": team, "mode": mode}


def test_an_audit_repeats_the_last_look_of_another_team() -> None:
    """The second of two visits counts; the audit's own team never repeats itself."""
    rows = inspections(
        visit("A", 1, "finding", "一队"),
        visit("A", 5, "clean", "二队"),
        visit("A", 8, "clean", "三队"),
        visit("A", 9, "finding", "三队", "audit"),
    )
    pairs = audit_pairs(rows, {})
    assert pairs["first_id"].tolist() == ["J00002"]
    assert pairs["agrees"].tolist() == [False]


def test_the_visit_that_was_drawn_comes_first() -> None:
    """The plan knows which visit it meant."""
    rows = inspections(
        visit("A", 1, "finding", "一队"),
        visit("A", 5, "clean", "二队"),
        visit("A", 9, "finding", "三队", "audit"),
    )
    pairs = audit_pairs(rows, {"J00003": "J00001"})
    assert pairs["first_id"].tolist() == ["J00001"]
    assert pairs["agrees"].tolist() == [True]


def test_a_shut_gate_repeats_nothing() -> None:
    """Nobody saw inside, so nobody can agree; nor is there a pair without a visit before."""
    rows = inspections(
        visit("A", 1, "clean", "一队"),
        visit("A", 9, "closed", "三队", "audit"),
        visit("B", 9, "clean", "三队", "audit"),
    )
    assert audit_pairs(rows, {}).empty


def test_agreement_has_counts_and_an_interval() -> None:
    """Three of four agree, one find was missed; Wilson's interval of 3 of 4 is 0.30 to 0.95."""
    rows = []
    for number, found in enumerate([True, False, False, False]):
        rows.append(visit(f"S{number}", 1, "clean", "一队"))
        rows.append(visit(f"S{number}", 9, "finding" if found else "clean", "三队", "audit"))
    told = team_agreement(audit_pairs(inspections(*rows), {})).loc["一队"]
    assert (told["audits"], told["agree"], told["missed"]) == (4, 3, 1)
    assert (told["low"], told["high"]) == pytest.approx((0.3006, 0.9544), abs=1e-3)
