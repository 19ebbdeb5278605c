"""The interface for programs keeps what its document promises, whoever asks and whatever."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import pytest

from benchmarks.contract import run_role
from data.words import ROLES

if TYPE_CHECKING:
    from data.store import Store

EACH = 60
"""Requests of each of the five roles, 300 in all; campaigns ask 5,000 of each."""


@pytest.mark.parametrize("address", ["file"], indirect=True)
def test_drawn_requests_fit_the_document(store: Store) -> None:
    """No failure of the server; no status, media type, header or member that is not described."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        outcomes = [
            run_role(store, role, cases=EACH, start=100 * number, spread=len(ROLES))
            for number, role in enumerate(sorted(ROLES))
        ]
    assert sum(outcome.cases for outcome in outcomes) >= EACH * len(ROLES)
    assert [fault for outcome in outcomes for fault in outcome.failures] == []
    assert all(outcome.statuses[500] == 0 for outcome in outcomes)
