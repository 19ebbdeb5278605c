"""Hand-made problem and plan files that contradict themselves: one clear line, or a listed loss."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from benchmarks.contradictions import campaign, valid
from data.errors import InputError, ProblemError
from planning.check import check_plan
from planning.plan_json import read_plan
from service.cli import main
from service.pipeline.week.files import check_file, open_problem, solve_file
from service.pipeline.week.search import Search

if TYPE_CHECKING:
    from pathlib import Path

SITE = {"id": "a", "node": 1, "service_s": 600, "prize": 5.0}
SHIFT = {"id": "mon", "team": "t", "start_s": 0, "end_s": 3600, "node": 0}
REST = {"earliest_s": 600, "latest_s": 1200, "duration_s": 600}
WAYS = [[0, 60], [60, 0]]
DAY = 86_400


def asked(site: Any = None, shift: Any = None, **top: Any) -> dict[str, Any]:  # noqa: ANN401
    """Write a problem of one site and one shift, changed as the case says."""
    listed = {"duration_s": WAYS, "sites": [SITE | (site or {})], "shifts": [SHIFT | (shift or {})]}
    return listed | top


def frozen(*stops: tuple[str, int]) -> dict[str, Any]:
    """Freeze stops."""
    return {"frozen": [{"site": site, "start_s": start_s} for site, start_s in stops]}


def cover(**what: Any) -> list[dict[str, Any]]:  # noqa: ANN401  # any field
    """Promise one visit."""
    return [{"name": "v1", "sites": ["a"], **what}]


B = SITE | {"id": "b"}
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a negative service": (asked({"service_s": -60}), "Site 'a': expected service_s >= 0, got -60"),
    "a pin to no shift": (asked({"pin": {"shift": "x"}}), "'a' is pinned to unknown shift 'x'"),
    "a pin that is a text": (asked({"pin": "mon"}), "Expected an object as pin of site 'a'"),
    "a missing row": (asked(duration_s=[[0, 60]]), r"square duration_s, got shape \(1, 2\)"),
    "rows of two lengths": (asked(duration_s=[[0, 60], [60]]), "equally long rows"),
    "an empty matrix": (asked(duration_s=[]), "square duration_s"),
    "a matrix of texts": (asked(duration_s=[["0", "60"], ["60", "0"]]), "got text or true/false"),
    "a matrix of truths": (asked(duration_s=[[False, True], [True, False]]), "text or true/false"),
    "a matrix of objects": (asked(duration_s=[[{}, 1], [1, 0]]), "rows of numbers or null"),
    "a cube": (asked(duration_s=[[[0]]]), "square duration_s"),
    "twins in a loop": (
        asked(sites=[SITE | {"visit_of": "b"}, B | {"visit_of": "a"}]),
        "'a' is a visit of 'b', itself a visit of 'a'",
    ),
    "one id twice": (asked(sites=[SITE, SITE]), "Two sites have the id 'a'"),
    "one shift twice": (asked(shifts=[SHIFT, SHIFT]), "Two shifts have the id 'mon'"),
    "a frozen stop nobody knows": (asked(shift=frozen(("x", 600))), "holds unknown site 'x'"),
    "a stop frozen twice": (asked(shift=frozen(("a", 600), ("a", 900))), "'a' is frozen twice"),
    "frozen stops that overlap": (
        asked(shift=frozen(("a", 600), ("b", 900)), sites=[SITE, B]),
        "frozen stops cannot be made at their times",
    ),
    "a frozen stop before the shift": (asked(shift=frozen(("a", -600))), "cannot be made"),
    "a frozen stop after the shift": (asked(shift=frozen(("a", 9000))), "break or way back"),
    "a frozen stop without a way": (
        asked(shift=frozen(("a", 600)), duration_s=[[0, None], [60, 0]]),
        "cannot be made",
    ),
    "a frozen stop over the break": (
        asked({"service_s": 1800}, {"break": REST} | frozen(("a", 300))),
        "leave no time for break or way back",
    ),
    "a break outside the shift": (
        asked(shift={"break": REST | {"earliest_s": 9000, "latest_s": 9900}}),
        "break does not fit into the shift",
    ),
    "a break longer than the shift": (
        asked(shift={"break": REST | {"duration_s": DAY}}),
        "break does not fit",
    ),
    "a break reversed": (asked(shift={"break": REST | {"latest_s": 60}}), "break is reversed"),
    "a shift reversed": (asked(shift={"end_s": -60}), r"'mon' ends \(-60\) before it starts"),
    "a cover of nobody known": (asked(cover=cover(sites=["x"])), "names unknown site 'x'"),
    "a cover of one site twice": (asked(cover=cover(sites=["a", "a"])), "names a site twice"),
    "two covers of one name": (asked(cover=cover() * 2), "Two covers have the id 'v1'"),
    "a window reversed": (asked({"windows": [[60, 0]]}), r"window \[60, 0\] ends before it begins"),
    "half a window": (asked({"windows": [[60]]}), r"Expected \[open_s, close_s\] as window"),
    "a node out of range": (asked({"node": 2}), "node 2 is not in the matrix, which has 2 rows"),
    "an end node out of range": (asked(shift={"end_node": 9}), "node 9 is not in the matrix"),
    "a truth for a number": (asked({"service_s": True}), "finite number as service_s of site 'a'"),
    "a number for a truth": (asked({"must": 1}), "Expected true or false as must of site 'a'"),
    "half a second": (asked({"service_s": 0.5}), "whole number as service_s of site 'a'"),
    "a number beyond all": (asked({"node": 10**400}), "finite number as node of site 'a'"),
    "a prize beyond sums": (asked({"prize": 1e308}), "prize from 0 to 1e[+]09"),
    "too many card holders": (asked({"card_holders": 2**40}), "at most 2147483647"),
    "a misspelt rule": (asked({"window": []}), "site 'a' has the unknown key 'window'"),
    "an id of two lines": (asked({"id": "a\nb"}), "one line of at most 300 signs as id"),
    "an id without end": (asked({"id": "a" * 400}), "one line of at most 300 signs as id"),
    "no sites": ({"duration_s": WAYS, "shifts": []}, "Expected a list of sites, got NoneType"),
    "no matrix": ({"sites": [], "shifts": []}, "no duration_s"),
    "two matrices": (asked(duration_file="m.npy"), "duration_s or duration_file, got both"),
    "a matrix that is not there": (
        asked(duration_s=None, duration_file="m.npy"),
        "m.npy: expected a travel-time matrix",
    ),
}


def written(folder: Path, listed: object) -> Path:
    """Write a file as a hand would."""
    path = folder / "week.json"
    path.write_text(json.dumps(listed), encoding="utf-8")
    return path


def solved(path: Path) -> dict[str, Any]:
    """Solve a file in a few steps."""
    return solve_file(path, search=Search(seed=1, iterations=50, clock=float)).plan


@pytest.mark.parametrize("case", REFUSED)
def test_a_contradiction_is_one_clear_line(case: str, tmp_path: Path) -> None:
    """What, where, and what to do; in both languages."""
    listed, message = REFUSED[case]
    with pytest.raises(InputError, match=message) as caught:
        solved(written(tmp_path, listed))
    for text in (str(caught.value), caught.value.zh):
        assert text
        assert "\n" not in text


LISTED: dict[str, tuple[dict[str, Any], str, str]] = {
    "a must outside every shift": (
        asked({"must": True, "windows": [[2 * DAY, 2 * DAY + 60]]}),
        "must:a",
        "closed_all_week",
    ),
    "a must longer than every shift": (
        asked({"must": True, "service_s": DAY}),
        "must:a",
        "closed_all_week",
    ),
    "a window after the week": (
        asked({"must": True, "windows": [[30 * DAY, 31 * DAY]]}),
        "must:a",
        "closed_all_week",
    ),
    "a pin to a team without the skill": (
        asked({"pin": {"shift": "mon"}, "needs": ["chem"]}),
        "pin:a",
        "no_skilled_team",
    ),
    "a pin to the home team": (
        asked({"pin": {"shift": "mon"}, "village": "v1"}, {"home_village": "v1"}),
        "pin:a",
        "home_village_only",
    ),
    "a pin at a closed hour": (
        asked({"pin": {"shift": "mon"}, "windows": [[DAY, DAY]]}),
        "pin:a",
        "closed_all_week",
    ),
    "a must without a way": (
        asked({"must": True}, duration_s=[[0, 60], [None, 0]]),
        "must:a",
        "unreachable",
    ),
    "a must nobody may make": (
        asked({"must": True, "barred": {"reason": "cap_reached"}}),
        "must:a",
        "cap_reached",
    ),
    "a must without shifts": (asked({"must": True}, shifts=[]), "must:a", "closed_all_week"),
    "a gap longer than the week": (
        asked(
            sites=[SITE | {"must": True}, B | {"visit_of": "a", "min_gap_s": 8 * DAY, "must": True}]
        ),
        "must:b",
        "lost_to_better",
    ),
    "a cover of more than there are": (asked(cover=cover(at_least=2)), "cover:v1", ""),
    "a cover of nothing": (asked(cover=cover(sites=[])), "cover:v1", ""),
}


@pytest.mark.parametrize("case", LISTED)
def test_what_cannot_be_kept_is_listed(case: str, tmp_path: Path) -> None:
    """Such a week is planned all the same; the promise stands among those broken, with a reason."""
    listed, promise, reason = LISTED[case]
    path = written(tmp_path, listed)
    plan = solved(path)
    assert check_plan(open_problem(path), read_plan(plan)) == ()
    broken = {one["promise"]: one["detail"] for one in plan["broken"]}
    if case == "a gap longer than the week":
        assert len(broken) == 1
        promise = next(iter(broken))
    assert broken[promise].get("reason", "") == reason


@pytest.mark.parametrize("parts", [{"sites": []}, {"shifts": []}, {"sites": [], "shifts": []}])
def test_an_empty_week_is_an_empty_plan(parts: dict[str, Any], tmp_path: Path) -> None:
    """Nothing to do, or nobody to do it, is no error."""
    path = written(tmp_path, asked(**parts))
    plan = solved(path)
    assert check_plan(open_problem(path), read_plan(plan)) == ()
    assert [route for route in plan["routes"] if route["stops"]] == []


FILES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "expected JSON"),
    "no json": (b"site;node", "expected JSON"),
    "half of it": (json.dumps(asked()).encode()[:-9], "expected JSON"),
    "a list": (b"[]", "expected one JSON object, got a list"),
    "other letters": ("{'名': 1}".encode("gb18030"), "expected JSON"),
    "not a number": (b'{"sites": [], "duration_s": [[NaN]]}', "got NaN, which is not JSON"),
    "without end": (b'{"sites": [], "prize": -Infinity}', "got -Infinity, which is not JSON"),
    "one key twice": (b'{"sites": [], "shifts": [], "sites": []}', "key 'sites' stands twice"),
    "a well": (b"[" * 200_000, "nested too deep"),
    "a well that ends": (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "nested too deep"),
    "a number without end": (b'{"sites": ' + b"9" * 5000 + b"}", "expected JSON"),
}


@pytest.mark.parametrize("case", FILES)
def test_a_file_that_is_no_problem_is_one_clear_line(case: str, tmp_path: Path) -> None:
    """Problem and plan are read by the same hand."""
    content, message = FILES[case]
    path = tmp_path / "week.json"
    path.write_bytes(content)
    right = tmp_path / "right.json"
    right.write_text(json.dumps(asked()))
    for read in (open_problem, lambda spoilt: check_file(right, spoilt)):
        with pytest.raises(ProblemError, match=message) as caught:
            read(path)
        assert caught.value.zh
        assert "\n" not in str(caught.value)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """Typed one name too short."""
    with pytest.raises(ProblemError, match="cannot be read"):
        open_problem(tmp_path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"\x93NUMPY", b"plain"])
@pytest.mark.parametrize("name", ["m.npy", "m.npz"])
def test_a_spoilt_matrix_is_one_clear_line(content: bytes, name: str, tmp_path: Path) -> None:
    """A copy that broke off, or another kind of file."""
    (tmp_path / name).write_bytes(content)
    path = written(tmp_path, asked(duration_s=None, duration_file=name))
    with pytest.raises(ProblemError, match=f"{name}: expected a travel-time matrix"):
        open_problem(path)


def test_a_matrix_file_of_other_things_is_refused(tmp_path: Path) -> None:
    """Texts in an array, and an archive without the matrix."""
    np.save(tmp_path / "m.npy", np.array([["0", "60"], ["60", "0"]]))
    np.savez(tmp_path / "m.npz", other=np.zeros((2, 2)))
    with pytest.raises(ProblemError, match="got text or true/false"):
        open_problem(written(tmp_path, asked(duration_s=None, duration_file="m.npy")))
    with pytest.raises(ProblemError, match="expected a travel-time matrix"):
        open_problem(written(tmp_path, asked(duration_s=None, duration_file="m.npz")))


PLANS: dict[str, tuple[dict[str, Any], str]] = {
    "no routes": ({"routes": None}, "Expected a list of routes"),
    "a route that is a name": ({"routes": ["mon"]}, "Expected an object as route"),
    "a stop without a site": (
        {"routes": [{"shift": "mon", "stops": [{}], "drive_s": 0, "work_s": 0}]},
        "Expected text as site of stop",
    ),
    "a prize that is a text": ({"prize": "5"}, "Expected a finite number as prize of the plan"),
    "a promise without a name": ({"broken": [{"detail": {}}]}, "Expected text as promise"),
    "a misspelt key": (
        {"unplanned": [{"site": "a", "why": "not_due"}]},
        "unplanned 'a' has the unknown key 'why'",
    ),
}


@pytest.mark.parametrize("case", PLANS)
def test_a_plan_with_missing_fields_is_refused(case: str, tmp_path: Path) -> None:
    """The check needs every field to be what it is."""
    right = written(tmp_path, asked())
    changed, message = PLANS[case]
    spoilt = tmp_path / "plan.json"
    spoilt.write_text(json.dumps(solved(right) | changed))
    with pytest.raises(ProblemError, match=message):
        check_file(right, spoilt)


def test_a_plan_that_contradicts_itself_is_told_every_fault(tmp_path: Path) -> None:
    """Visited and left out at once, a promise nobody made, and a prize that is none."""
    right = written(tmp_path, asked())
    spoilt = tmp_path / "plan.json"
    left = {"site": "a", "reason": "not_due", "detail": {}}
    changed = {"unplanned": [left], "broken": [{"promise": "must:x", "detail": {}}], "prize": 9.0}
    spoilt.write_text(json.dumps(solved(right) | changed))
    told = check_file(right, spoilt).faults
    assert [fault.partition(":")[0] for fault in told] == ["a", "must", "plan"]


def test_the_command_says_it_in_one_line_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 2, nothing on stdout, no plan file."""
    path, out = written(tmp_path, REFUSED["twins in a loop"][0]), tmp_path / "plan.json"
    words = ["solve", str(path), "--iterations", "9", "--out", str(out), "--lang", "zh"]
    monkeypatch.setattr("sys.argv", ["gridpatrol", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "点位 a 的 visit_of 是 b，而 b 又是 a 的另一次检查" in said.err
    assert not out.exists()


def test_a_valid_problem_uses_every_part_and_is_planned() -> None:
    """What the campaign spoils must be right before: else it tests refusals alone."""
    counts, wrong = campaign(120, seed=11)
    assert wrong == []
    assert counts["problem planned"] > 20
    assert counts["problem refused"] > 20
    assert counts["plan faults"] > 20
    assert {"frozen", "break"} <= set(valid()["shifts"][0])
