"""Tests of the first page."""

from __future__ import annotations

from datetime import date

from maps.pages import Figure, PageLink, index_page
from tests.maps.town import FACTS


def test_routes_lie_in_a_table_by_team_and_day() -> None:
    """An inspector finds the own team and today without reading."""
    links = [
        PageLink(
            href=f"r{day}.html",
            kind="route",
            zh="8 站",
            en="8",
            team="一队",
            day=date(2026, 11, day),
        )
        for day in (24, 23)
    ]
    text = index_page(FACTS, links, [])
    assert text.index("2026-11-23") < text.index("2026-11-24")
    assert 'href="r23.html"' in text


def test_a_day_and_a_night_shift_of_one_team_both_have_their_link() -> None:
    """One cell of the table, two pages; the words say which is which."""
    links = [
        PageLink(
            href=f"{words}.html",
            kind="route",
            zh="一队",
            en="Team 1",
            note_zh=words,
            team="一队",
            day=date(2026, 11, 24),
        )
        for words in ("14 站", "夜 · 5 站")
    ]
    text = index_page(FACTS, links, [])
    assert 'href="14 站.html"' in text
    assert 'href="夜 · 5 站.html"' in text


def test_headline_and_advice_are_in_both_languages() -> None:
    """The switch must find every text."""
    text = index_page(
        FACTS, [], [Figure(value="37", zh="处红色", en="red")], look_at=[("先看", "look")]
    )
    for words in ("37", "处红色", "red", "先看", "look"):
        assert words in text
