"""Whole documents: rendered once, under their own policy, not sent again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from service.web.whole import CLOSED, Pages, rendered

PAGE = '<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;"><p>{}</p>'


def _given(pages: Pages, key: str, text: str) -> bytes:
    coming, is_mine = pages.claim((key,))
    if is_mine:
        pages.render((key,), lambda: text)
    return coming.result(timeout=5).body


def test_two_at_once_render_once() -> None:
    """The second waits for the first; a page of a large town takes seconds."""
    pages, calls, go = Pages(), [], Event()
    both = Barrier(2)

    def make() -> str:
        calls.append(1)
        go.wait(5)
        return "page"

    def ask() -> bytes:
        coming, is_mine = pages.claim(("week",))
        both.wait(5)
        if is_mine:
            pages.render(("week",), make)
        return coming.result(timeout=5).body

    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(ask) for _ in range(2)]
        go.set()
        assert [one.result() for one in asked] == [b"page", b"page"]
    assert len(calls) == 1


def test_what_fails_is_tried_again() -> None:
    """An error reaches whoever waits, and is not kept."""
    pages = Pages()
    coming, _ = pages.claim(("k",))

    def fail() -> str:
        raise KeyError("roads")

    pages.render(("k",), fail)
    with pytest.raises(KeyError, match="roads"):
        coming.result(timeout=5)
    assert _given(pages, "k", "fine") == b"fine"


def test_oldest_goes_when_the_room_is_full() -> None:
    """Ten bytes hold two pages of four; the one not asked for longest is rendered anew."""
    pages = Pages(most_bytes=10)
    assert _given(pages, "a", "aaaa") == b"aaaa"
    assert _given(pages, "b", "bbbb") == b"bbbb"
    assert _given(pages, "a", "????") == b"aaaa"
    assert _given(pages, "c", "cccc") == b"cccc"
    assert _given(pages, "a", "????") == b"aaaa"
    assert _given(pages, "b", "new") == b"new"


def test_policy_is_that_of_the_document() -> None:
    """A document that states none may load nothing; only our own pages frame it."""
    assert rendered(PAGE).policy == "default-src 'none'; frame-ancestors 'self'"
    assert rendered("<p>").policy == f"{CLOSED}; frame-ancestors 'self'"
