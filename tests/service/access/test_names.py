"""Names of people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import InputError
from service.access.names import folded, shown_name, sign_in_name


@pytest.mark.parametrize(
    ("typed", "name"),
    [(" Li ", "li"), ("ＬＩ", "li"), ("张三", "张三"), ("li.wei@town", "li.wei@town"), ("ﬁ", "fi")],
)
def test_one_person_has_one_name_however_it_is_typed(typed: str, name: str) -> None:
    """Full width, capitals and ligatures are the same letters."""
    assert sign_in_name(typed) == name


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "li\u200b",
        "l\u202ei",
        "li\x00",
        "li wei",
        "\u3164",
        "li\u00ad",
        "li\ufe0f",
        "<b>",
        "x" * 65,
    ],
)
def test_name_with_signs_unseen_is_refused(typed: str) -> None:
    """Two accounts that look the same could stand for each other."""
    with pytest.raises(InputError, match="Expected a sign-in name"):
        sign_in_name(typed)


@given(st.text(max_size=20))
def test_a_name_is_its_own_form(typed: str) -> None:
    """What is stored is found again when it is typed as stored."""
    try:
        name = sign_in_name(typed)
    except InputError:
        return
    assert sign_in_name(name) == name == folded(name)


def test_shown_name_turns_no_text_around() -> None:
    """A sign that reverses what follows makes a page say another thing."""
    assert shown_name(" 张 三 ") == "张 三"
    with pytest.raises(InputError, match="none of them unseen"):
        shown_name("gro\u202e.evil")
