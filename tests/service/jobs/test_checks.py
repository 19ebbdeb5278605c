"""What each kind may be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from data.errors import ConfigError, InputError
from service.jobs.kinds import KINDS
from service.web.api.weeks import PlanAsk
from service.web.api.work import ReplanAsk

if TYPE_CHECKING:
    from pathlib import Path

    from service.web.api.keys import Ask


def checked(kind: str, **argument: Any) -> dict[str, Any]:  # noqa: ANN401 - of what JSON knows
    """Check an argument of a kind."""
    check = KINDS[kind].check
    assert check is not None
    return check(argument)


@pytest.mark.parametrize(
    ("kind", "argument", "message"),
    [
        ("plan", {}, "needs 'week'"),
        ("plan", {"week": 48}, "to be a short text"),
        ("plan", {"week": "2026-W48", "seed": -1}, "a whole number from 0"),
        ("plan", {"week": "2026-W48", "seed": True}, "a whole number from 0"),
        ("plan", {"week": "2026-W48", "time_limit_s": float("nan")}, "a number above 0"),
        ("plan", {"week": "2026-W48", "time_limit_s": 5, "iterations": 5}, "got both"),
        ("plan", {"week": "2026-W48", "compare": "x"}, "last-week"),
        ("score", {"as_of": "yesterday"}, "a date such as"),
        ("score", {"model": "x\x00"}, "without control signs"),
        ("hotspots", {"cells": "../secret.geojson"}, "villages, areas or h3"),
        ("hotspots", {"cell_m": 500, "cells": "villages"}, "got both"),
        ("beats", {"teams": 3, "capacities": [1, 0]}, "numbers above 0"),
        ("beats", {"teams": 3, "fresh": 1}, "true or false"),
        ("replan", {"week": "2026-W48"}, "Expected since"),
        ("replan", {"week": "2026-W48", "since": "2026-11-25T11:00+08:00"}, "local time"),
        ("replan", {"week": "2026-W48", "since": "2026-11-25T11:00", "add": "S1"}, "list of texts"),
        ("replan", {"week": "2026-W48", "changes": []}, "to be an object"),
        ("import", {"files": []}, "1 to 100 files"),
        ("backup", {"file": "town.txt"}, "ends in .gpkg"),
        ("roads", {}, "1 to 100 files"),
    ],
)
def test_what_is_wrong_is_said_when_it_is_asked(
    kind: str, argument: dict[str, Any], message: str
) -> None:
    """In one line, in both languages, before anything waits."""
    with pytest.raises(ConfigError, match=message) as told:
        checked(kind, **argument)
    assert told.value.zh


@pytest.mark.parametrize(("kind", "ask"), [("plan", PlanAsk), ("replan", ReplanAsk)])
@pytest.mark.parametrize("limit", ["iterations", "time_limit_s"])
def test_the_interface_promises_what_the_work_takes(kind: str, ask: type[Ask], limit: str) -> None:
    """The largest value that the document of the interface names is taken; a larger one is not."""
    most = ask.model_json_schema()["properties"][limit]["anyOf"][0]["maximum"]
    rest = {"week": "2026-W48"} | ({"since": "2026-11-25T11:00"} if kind == "replan" else {})
    assert checked(kind, **rest, **{limit: most})[limit] == most
    with pytest.raises(ConfigError):
        checked(kind, **rest, **{limit: most + 1})


def test_a_file_that_is_gone_is_named_without_its_folder(tmp_path: Path) -> None:
    """Where the service keeps files is nobody's business."""
    with pytest.raises(InputError, match=r"The file a\.csv is no longer there") as told:
        checked("import", files=[str(tmp_path / "a.csv")])
    assert str(tmp_path) not in str(told.value)


@pytest.mark.parametrize("lacks", ["names", "sha256", "folder", "dry_run"])
def test_an_import_says_what_its_page_will_tell_by(tmp_path: Path, lacks: str) -> None:
    """Without the names or hashes of its files nobody could be shown what became of a row."""
    (file := tmp_path / "01.upload").touch()
    whole = {"files": [str(file)], "names": ["甲.csv"], "sha256": ["0"], "dry_run": False}
    whole["folder"] = str(tmp_path)
    assert checked("import", **whole) == whole
    with pytest.raises(ConfigError, match=f"needs '{lacks}'"):
        checked("import", **{name: one for name, one in whole.items() if name != lacks})
    with pytest.raises(ConfigError, match="a name for each of 1 files, got 0"):
        checked("import", **whole | {"names": []})


def test_an_argument_is_kept_in_one_form(tmp_path: Path) -> None:
    """So that equal work is equal: a date in a week is its week."""
    roads = tmp_path / "roads.osm"
    roads.touch()
    assert checked("plan", week="2026-11-25") == {"week": "2026-W48"}
    assert checked("roads", file=str(roads)) == {"file": str(roads)}
    assert checked("score") == {}
