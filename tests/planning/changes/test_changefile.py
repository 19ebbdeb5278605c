"""A change file is read, and every fault of one is named with the number of its change."""

from __future__ import annotations

import tomllib
from datetime import date, datetime

import pytest

from data.errors import ChangeError, ProblemError
from planning.changes import Item, read_change_file

MOVE = {"do": "move", "site": "S1", "team": "一队", "day": "2026-11-25"}


def test_json_and_toml_say_the_same() -> None:
    """TOML makes dates and times of its own, JSON has texts."""
    text = """
        week = "2026-W48"
        from = 2026-11-25T11:00:00
        author = "王敏"
        [[changes]]
        do = "move"
        site = "S1"
        team = "一队"
        day = 2026-11-25
        at = 09:30:00
    """
    listed = {
        "week": "2026-W48",
        "from": "2026-11-25T11:00",
        "author": "王敏",
        "changes": [{**MOVE, "at": "9:30"}],
    }
    read = read_change_file(listed)
    assert read == read_change_file(tomllib.loads(text))
    assert read.since == datetime(2026, 11, 25, 11)  # noqa: DTZ001  # local time has no zone
    assert read.items == (
        Item(number=1, do="move", site="S1", team="一队", day=date(2026, 11, 25), at_s=34_200),
    )


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("move S1", "Change 1: expected an object"),
        ({"do": "drop", "site": "S1"}, "expected do to be one of move, pin, .*, got 'drop'"),
        ({"site": "S1"}, "expected do to be one of"),
        ({"do": ["move"]}, "expected do to be one of"),
        ({"do": "close", "road": "X101"}, "`gridpatrol roads close`"),
        ({**MOVE, "teem": "x"}, "move has the unknown key 'teem'"),
        ({"do": "move", "site": "S1", "team": "一队"}, "move lacks day"),
        ({"do": "add", "site": "S1"}, "add lacks reason"),
        ({"do": "pin"}, "pin needs either a site, or a team and a day"),
        ({"do": "pin", "team": "一队"}, "pin needs either a site, or a team and a day"),
        ({"do": "unpin", "site": "S1", "team": "一队", "day": "2026-11-25"}, "unpin needs either"),
        ({**MOVE, "site": 7}, "expected text as site, got 7"),
        ({**MOVE, "site": " "}, "expected text as site"),
        ({**MOVE, "day": "Friday"}, "expected day with a date"),
        ({**MOVE, "day": 3}, "expected day with a date"),
        ({**MOVE, "at": "25:00"}, "expected at with a time such as 09:30"),
    ],
)
def test_a_faulty_change_is_named(change: object, says: str) -> None:
    """One line with the number; it says that nothing was changed."""
    with pytest.raises(ChangeError, match=says) as caught:
        read_change_file({"changes": [change]})
    assert caught.value.number == 1
    assert caught.value.zh is not None
    assert caught.value.zh.startswith("第 1 项改动：")
    assert str(caught.value).endswith("; nothing was changed.")


@pytest.mark.parametrize(
    ("listed", "says"),
    [
        ([], "Expected a change file with a list of changes"),
        ({}, "Expected a list of changes"),
        ({"changes": {}}, "Expected a list of changes"),
        ({"changes": [], "form": 1}, "unknown key 'form'"),
        ({"changes": [], "week": 48}, "Expected text as week"),
        ({"changes": [], "from": "noon"}, "Expected from of the change file with local time"),
        ({"changes": [], "from": "2026-11-25T11:00+08:00"}, "Expected from of the change file"),
    ],
)
def test_a_file_of_another_form_is_named(listed: object, says: str) -> None:
    """What stands around the list is checked too."""
    with pytest.raises(ProblemError, match=says) as caught:
        read_change_file(listed)  # type: ignore[arg-type]  # the wrong form is the point
    assert caught.value.zh
