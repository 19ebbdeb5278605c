"""Tests of the words that pages are given."""

from __future__ import annotations

from maps.words import script_words


def test_scripts_get_the_words_they_name_and_no_others() -> None:
    """Words of the route page would be bytes for nothing on the hotspot page."""
    assert list(script_words('patrol.t("js.never")')) == ["js.never"]


def test_a_key_made_of_a_stem_keeps_all_that_begin_with_it() -> None:
    """Which reason was chosen is known on the phone only."""
    words = script_words("patrol.word(`js.next_line${unit}`)")
    assert set(words) == {"js.next_line", "js.next_line_visits"}


def test_a_key_is_not_kept_for_a_longer_one() -> None:
    """``js.trend`` is not ``js.no_trend``, nor ``js.next`` a part of ``js.next_line``."""
    assert list(script_words('patrol.t("js.next_line")')) == ["js.next_line"]
