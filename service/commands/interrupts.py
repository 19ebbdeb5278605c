"""Ctrl-C while a search runs: once to take the best so far, twice to give up."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from service.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from data.words import Lang


@contextmanager
def stopped_by_hand(lang: Lang) -> Iterator[Callable[[], bool]]:
    """
    Let Ctrl-C end a search early for the length of a ``with`` block.

    Parameters
    ----------
    lang
        In which the person is told what the first Ctrl-C does.

    Yields
    ------
    stop
        Says whether Ctrl-C was pressed. Pressed again, it ends the command as everywhere else.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return
    pressed = False

    def take(number: int, frame: FrameType | None) -> None:
        nonlocal pressed
        if pressed:
            signal.default_int_handler(number, frame)
        pressed = True
        # Straight to the file: the stream may be in the middle of a line of its own.
        os.write(sys.stderr.fileno(), f"\n{say('search.stopping', lang)}\n".encode())

    before = signal.signal(signal.SIGINT, take)
    try:
        yield lambda: pressed
    finally:
        signal.signal(signal.SIGINT, before)
