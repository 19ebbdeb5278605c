"""What ``gridpatrol replan`` says of the single changes."""

from __future__ import annotations

from service.printing.replan import change_lines
from service.results.replan import ChangeResult


def change(kind: str, number: int) -> ChangeResult:
    """Make a change that can be told from the others."""
    return ChangeResult(
        kind=kind, site_id=f"S{number}", zh=f"{kind}{number}号", en=f"{kind} {number}"
    )


def test_a_hundred_new_times_do_not_bury_what_was_dropped() -> None:
    """After a small change of a town's week 112 visits only began at another time."""
    changes = [*(change("retimed", number) for number in range(112)), change("dropped", 200)]
    told = change_lines(changes, "en")
    assert told[0] == "  dropped 200"
    assert told[1:11] == [f"  retimed {number}" for number in range(10)]
    assert told[11:] == ["  102 more only begin at another time; --json lists them all."]


def test_ten_new_times_are_all_named() -> None:
    """Nothing is left out, and then nothing is said of it."""
    told = change_lines([change("retimed", number) for number in range(10)], "zh")
    assert told == [f"  retimed{number}号" for number in range(10)]


def test_whatever_goes_elsewhere_is_named_however_much_it_is() -> None:
    """A dropped visit is somebody's promise: it is never summed up."""
    changes = [change("dropped", number) for number in range(40)]
    assert len(change_lines(changes, "zh")) == 40
