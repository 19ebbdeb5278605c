"""Problems survive the way through JSON; every fault of a file is named."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings

from data.errors import ProblemError
from planning.problem import Problem
from planning.problem_json import read_problem, write_problem
from tests.planning.instances import problems

if TYPE_CHECKING:
    from pathlib import Path

SITE = {"id": "a", "node": 0, "service_s": 60, "prize": 1}
REST = {"earliest_s": 0, "latest_s": 0, "duration_s": 0}
HELD = {"site": "a", "start_s": 0}
SHIFT = {"id": "m", "team": "t", "start_s": 0, "end_s": 3600, "node": 0}


@settings(max_examples=40, deadline=None)
@given(asked=problems())
def test_round_trip(asked: Problem) -> None:
    """What is written is read again, matrix included."""
    again = read_problem(json.loads(json.dumps(write_problem(asked))))
    for field in fields(Problem):
        if field.name == "duration_s":
            np.testing.assert_array_equal(again.duration_s, asked.duration_s)
        else:
            assert getattr(again, field.name) == getattr(asked, field.name)


def test_a_ban_is_written_only_where_there_is_one() -> None:
    """The fingerprints of problems without one stay as they were."""
    (free,) = write_problem(read())["sites"]
    (banned,) = write_problem(read({"forbidden_shifts": ["m"]}))["sites"]
    assert "forbidden_shifts" not in free
    assert banned["forbidden_shifts"] == ["m"]


def read(site: dict | None = None, shift: dict | None = None, **top: object) -> Problem:
    """Read a problem of one site and one shift, changed as the test says."""
    listed = {"sites": [SITE | (site or {})], "shifts": [SHIFT | (shift or {})]}
    return read_problem({**listed, "duration_s": [[0]], **top})


@pytest.mark.parametrize("lost", [None, -1, 2**31 - 1])
def test_three_ways_to_say_no_way(lost: int | None) -> None:
    """Null, negative and the largest integer all mean the same."""
    assert read(duration_s=[[0, lost], [5, 0]]).duration_s[0, 1] == 2**31 - 1


def test_missing_parts_have_defaults() -> None:
    """The benchmark weeks say nothing of covers, ranks or card holders."""
    asked = read()
    assert (asked.cover, asked.travel_weight, asked.sites[0].must_rank) == ((), 0.001, 0)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: read({"service_s": -5}), "service_s >= 0"),
        (lambda: read({"service_s": "long"}), "Expected a finite number as service_s of site 'a'"),
        (lambda: read({"service_s": 1.5}), "Expected a whole number as service_s"),
        (lambda: read({"needz": []}), "site 'a' has the unknown key 'needz'"),
        (lambda: read({"must": 1}), "Expected true or false as must"),
        (lambda: read({"windows": [[1]]}), r"Expected \[open_s, close_s\] as window"),
        (lambda: read({"pin": "m"}), "as pin of site 'a'"),
        (lambda: read({"id": 7}), "Expected text as id"),
        (lambda: read({}, {"break": 3}), "Expected an object as break of shift 'm'"),
        (lambda: read({"needs": 0}), "Expected a list of texts as needs of site 'a'"),
        (lambda: read({"node": 10**400}), "Expected a finite number as node of site 'a'"),
        (lambda: read({"node": 10**18}), "Expected a whole number as node of site 'a'"),
        (lambda: read({"prize": float("nan")}), "Expected a finite number as prize"),
        (lambda: read({"windows": [[0, 10**400]]}), "Expected a finite number as close_s"),
        (lambda: read(duration_s=[[10**400]]), "Expected duration_s with"),
        (lambda: read({"pin": {"shift": "m", "day": 1}}), "pin of site 'a' has the unknown key"),
        (lambda: read({"forbidden_shifts": "m"}), "Expected a list of texts as forbidden_shifts"),
        (lambda: read({"forbidden_shifts": ["x"]}), "'a' is forbidden to unknown shift 'x'"),
        (lambda: read({"barred": {"reason": "mood"}}), "Expected a bar among"),
        (lambda: read({"barred": "mood"}), "Expected an object as barred of site 'a'"),
        (lambda: read({}, {"break": {**REST, "late": 1}}), "break of shift 'm' has the unknown"),
        (lambda: read({}, {"frozen": ["a"]}), "Expected an object as frozen stop of shift 'm'"),
        (lambda: read({}, {"frozen": 0}), "Expected a list of frozen, got int"),
        (lambda: read({}, {"frozen": [{**HELD, "end_s": 1}]}), "frozen stop of shift 'm' has"),
        (lambda: read(sites=[3]), "Expected an object as site, got 3"),
        (lambda: read(sites=None), "Expected a list of sites, got NoneType"),
        (lambda: read(duration_s=None), "no duration_s"),
        (lambda: read(cover=[{"name": "v", "sites": ["x"]}]), "unknown site 'x'"),
    ],
)
def test_faults_are_named(make, message: str) -> None:  # noqa: ANN001  # a function
    """What, where, and what was expected."""
    with pytest.raises(ProblemError, match=message) as caught:
        make()
    assert caught.value.zh


def test_the_generated_weeks_are_read(shared_data: Path) -> None:
    """Seven weeks, made by another program."""
    for path in sorted((shared_data / "routing" / "weeks").glob("week_*.json")):
        listed = json.loads(path.read_text())
        matrix = np.load(path.parent / listed["duration_file"])["duration_s"]
        asked = read_problem(listed, duration_s=matrix)
        assert len(asked.sites) == len(listed["sites"])
