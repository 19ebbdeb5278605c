"""Work in several processes: in order, watched, stopped together, and none lost."""

from __future__ import annotations

import os
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from data.errors import ConfigError
from service.pipeline.processes import in_processes

if TYPE_CHECKING:
    from service.pipeline.processes import Desk


def doubled(item: int, desk: Desk) -> int:
    """Give twice the item, and say so on the way."""
    desk.progress(1, 2)
    desk.tell({"item": item})
    return 2 * item


def died(keeper: int, item: int, desk: Desk) -> int:  # noqa: ARG001
    """Die on item 1 in any process but the keeper, as one that gets no more memory does."""
    if item == 1 and os.getpid() != keeper:
        os._exit(9)
    return 10 * item


def refused(item: int, desk: Desk) -> int:  # noqa: ARG001
    """Refuse every item."""
    raise ConfigError(f"Not {item}.", zh=f"不要 {item}。")


def waited(item: int, desk: Desk) -> tuple[int, bool]:
    """Wait to be stopped, for half a minute at most."""
    until_s = time.monotonic() + 30
    while not desk.stop() and time.monotonic() < until_s:
        time.sleep(0.01)
    return item, desk.stop()


@pytest.mark.parametrize("workers", [1, 2])
def test_answers_come_in_the_order_of_the_items(workers: int) -> None:
    """Whoever is ready first: the caller joins answers to items by their number."""
    seen: list[float] = []
    news: dict[int, Any] = {}

    def progress(done: float, total: float, note: str = "") -> None:  # noqa: ARG001
        assert total == 3
        seen.append(done)

    answers = in_processes(
        doubled, [3, 4, 5], workers=workers, progress=progress, heard=news.__setitem__
    )
    assert answers.results == {0: 6, 1: 8, 2: 10}
    assert answers.lost == ()
    assert seen[-1] == 3
    assert news[0] == {"item": 3}


def test_what_a_dead_process_had_is_done_here_and_said() -> None:
    """One process dies of item 1: the other does what is left, and this one does item 1."""
    answers = in_processes(partial(died, os.getpid()), [0, 1, 2], workers=2)
    assert answers.results == {0: 0, 1: 10, 2: 20}
    assert answers.lost == (1,)


def test_what_a_dead_process_had_may_be_left_out() -> None:
    """A search among several is not worth doing twice."""
    answers = in_processes(partial(died, os.getpid()), [0, 1], workers=2, again=False)
    assert (answers.results, answers.lost) == ({0: 0}, (1,))


def test_an_error_comes_back_with_its_kind_and_both_languages() -> None:
    """The command line must end with the same line and code as without processes."""
    with pytest.raises(ConfigError, match=r"Not \d\.") as caught:
        in_processes(refused, [1, 2], workers=2)
    assert caught.value.zh in {"不要 1。", "不要 2。"}


def test_all_are_told_to_stop() -> None:
    """Also an item that nobody had begun yet: it answers at once with what it has."""
    answers = in_processes(waited, [0, 1, 2], workers=2, stop=lambda: True)
    assert answers.results == {number: (number, True) for number in range(3)}


def test_nobody_is_left_behind_when_the_watcher_gives_up() -> None:
    """A second Ctrl-C raises in this process; the others must not go on by themselves."""
    pids: set[int] = set()

    def heard(number: int, news: int) -> None:  # noqa: ARG001
        pids.add(news)
        if len(pids) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        in_processes(named, [0, 1], workers=2, heard=heard)
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def named(item: int, desk: Desk) -> object:
    """Tell the number of the process, then wait."""
    desk.tell(os.getpid())
    return waited(item, desk)
