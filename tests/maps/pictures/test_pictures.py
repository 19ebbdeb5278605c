"""Tests of pictures for reports: what is on them, whoever draws them."""

from __future__ import annotations

import re
import struct
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from matplotlib import font_manager

from data.errors import ConfigError, OutsideError
from maps.frames import Frame, scale_bar
from maps.pictures import (
    PictureSize,
    hotspots_picture,
    picture_page,
    picture_png,
    route_picture,
    week_picture,
)
from maps.pictures.legend import folded
from tests.conftest import lacking
from tests.maps.hostile import HOSTILE
from tests.maps.pages.test_pages import Elements
from tests.maps.town import FACTS, cells_table, roads, sites_table, week

if TYPE_CHECKING:
    from maps.pictures import Picture

SMALL = PictureSize(640, 480)


def pictures() -> dict[str, Picture]:
    """Make one picture of each kind."""
    plan = week()
    return {
        "hotspots": hotspots_picture(sites_table(), cells_table(), roads(), facts=FACTS),
        "week": week_picture(plan, roads()),
        "route": route_picture(plan.routes[0], plan, roads()),
    }


@pytest.mark.parametrize("name", ["hotspots", "week", "route"])
def test_a_picture_says_when_from_what_and_that_it_is_invented(name: str) -> None:
    """It leaves the office in a report: date, files, credit and the label must be on it."""
    text = picture_page(pictures()[name], size=SMALL, lang="zh")
    for words in ("2026-11-21", "台账.xlsx", "© OpenStreetMap", "ODbL", "虚构示例", "图例", "北"):
        assert words in text


def test_a_picture_of_a_real_town_does_not_say_that_it_is_invented() -> None:
    """The label must mean something."""
    picture = pictures()["week"]
    real = replace(picture, facts=replace(picture.facts, invented=False))
    assert "虚构示例" not in picture_page(real, size=SMALL)


def test_a_picture_is_in_one_language() -> None:
    """Paper has no switch."""
    text = picture_page(pictures()["week"], size=SMALL, lang="en")
    assert "Legend" in text
    assert "图例" not in text


def test_the_legend_names_what_is_on_the_picture_and_nothing_else() -> None:
    """Hot and few cells, red and orange places: the tiny town has no cold cell."""
    said = [key.said[1] for key in pictures()["hotspots"].keys]
    assert said == ["hot 95%", "too few visits", "red", "orange"]


def test_a_day_shows_only_its_own_team() -> None:
    """Monday is the first team's, Tuesday the second's."""
    picture = week_picture(week(), roads(), day=date(2026, 11, 24))
    assert [key.said[0] for key in picture.keys if key.kind == "line"] == ["二队"]
    assert [mark.text for mark in picture.drawing.marks] == ["1", "2"]
    assert picture.subtitle == ("2026-11-24 周二", "Tue 2026-11-24")


def test_a_week_without_a_visit_says_so() -> None:
    """An empty map looks like a fault."""
    picture = week_picture(replace(week(), routes=()), roads())
    assert picture.notes == (("没有安排走访。", "No visit is planned."),)


def test_the_page_of_a_picture_asks_for_nothing_and_runs_nothing() -> None:
    """It is photographed with no script and no address in it."""
    page = Elements(picture_page(pictures()["week"], size=SMALL))
    assert page.scripts == []
    assert not [a for _, a in page.tags if "src" in a]


def test_hostile_names_add_no_element_to_a_picture() -> None:
    """Names of teams and files are texts."""
    plan = week()
    honest = replace(plan, facts=replace(FACTS, town="镇", sources=("厂",)))
    hostile = replace(
        plan,
        routes=tuple(replace(one, team_name=" ".join(HOSTILE)) for one in plan.routes),
        facts=replace(FACTS, town=" ".join(HOSTILE), sources=HOSTILE),
    )
    tags = [
        [tag for tag, _ in Elements(picture_page(week_picture(one, roads()), size=SMALL)).tags]
        for one in (honest, hostile)
    ]
    assert tags[0] == tags[1]


def test_matplotlib_draws_the_size_asked_for_twice_alike() -> None:
    """Reports are compared; names with dollars, brackets and letters of all kinds are names."""
    plan = week()
    named = tuple(replace(one, team_name="$x$ {{一队}} <b>") for one in plan.routes)
    picture = week_picture(replace(plan, routes=named), roads())
    try:
        first, again = (picture_png(picture, size=PictureSize(700, 500)) for _ in range(2))
    except OutsideError:
        lacking("a font with Chinese letters", "apt install fonts-noto-cjk")
    assert struct.unpack(">II", first[16:24]) == (700, 500)
    assert first == again


def test_without_chinese_letters_nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture full of boxes helps nobody; the line says what to install."""
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [])
    with pytest.raises(OutsideError, match="install chromium, or the font Noto Sans CJK") as met:
        picture_png(pictures()["route"], size=SMALL)
    assert "请安装 Chromium" in (met.value.zh or "")


@pytest.mark.parametrize(("width", "height"), [(639, 480), (640, 479), (4001, 480), (800, 801)])
def test_a_size_out_of_range_is_refused(width: int, height: int) -> None:
    """Smaller ones cannot be read, taller ones leave no room for the legend."""
    with pytest.raises(ConfigError, match=re.escape(f"got {width}x{height}")) as met:
        PictureSize(width, height)
    assert f"{width}x{height}" in (met.value.zh or "")


def test_the_scale_bar_is_round_and_at_most_a_fifth_of_the_width() -> None:
    """One degree of latitude is 111,320 m: at 111.32 pixels a degree, a pixel is 1 km."""
    frame = Frame(west=115.0, north=36.0, scale=111.32, stretch=0.8, width=720, height=480)
    assert scale_bar(frame) == (100_000, pytest.approx(100.0))


def test_lines_are_broken_between_chinese_letters() -> None:
    """Four letters of width one, three to a line."""
    assert folded("甲乙丙丁", 3) == ["甲乙丙", "丁"]
