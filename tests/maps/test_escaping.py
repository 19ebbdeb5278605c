"""Tests of the one door for ledger text."""

from __future__ import annotations

import html
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Template

from maps.escaping import embedded_json, plain, safe, script_text
from tests.maps.hostile import HOSTILE


@pytest.mark.parametrize("text", HOSTILE)
def test_safe_text_reads_the_same_and_holds_no_sign_of_code(text: str) -> None:
    """A reader must see the name; html, templates and scripts must see nothing to run."""
    escaped = safe(text)
    assert html.unescape(escaped) == plain(text)
    assert not re.search(r"[<>`$\\{}\"']", escaped)


@given(st.text())
def test_safe_text_survives_a_template(text: str) -> None:
    """Folium compiles rendered pieces as templates: compiling must change nothing."""
    escaped = safe(text).replace("\r", "")
    assert Template(escaped, keep_trailing_newline=True).render() == escaped


@given(st.recursive(st.text() | st.integers() | st.none(), st.lists, max_leaves=8))
def test_embedded_json_comes_back_equal(value: object) -> None:
    """What scripts read is what was written, whatever signs are in it."""
    text = embedded_json(value)
    assert json.loads(text) == value
    assert "<" not in text


def test_embedded_json_refuses_what_json_cannot_say() -> None:
    """A nan would stop the page's scripts at the first line."""
    with pytest.raises(ValueError, match="JSON compliant"):
        embedded_json(float("nan"))


def test_plain_text_of_nothing_is_empty() -> None:
    """A missing cell must not print the word None."""
    assert plain(None) == ""


def test_marks_that_turn_the_reading_direction_are_dropped() -> None:
    """U+202E makes 'exe.txt' look like 'txt.exe'."""
    assert plain("a\u202eb\u2066c") == "abc"


def test_script_cannot_end_its_own_element() -> None:
    """The browser looks for the end tag before it reads JavaScript."""
    assert script_text("x='</SCRIPT>';y='<!--'") == "x='<\\/SCRIPT>';y='<\\!--'"
