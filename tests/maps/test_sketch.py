"""Tests of the drawn map that paper shows."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

from maps.palette import GRADE_LOOKS
from maps.sketch import Drawing, Line, Mark, sketch
from tests.maps.hostile import HOSTILE
from tests.maps.town import LAT, LON, roads

WITHIN = ((LON, LAT - 0.01), (LON + 0.02, LAT + 0.01))


def drawn(drawing: Drawing) -> ET.Element:
    """Draw on the tiny street and read the picture as XML."""
    return ET.fromstring(str(sketch(roads(), WITHIN, drawing)))  # noqa: S314  our own text


def test_a_numbered_mark_holds_its_number() -> None:
    """The list on paper refers to the numbers on the map."""
    picture = drawn(Drawing(marks=[Mark((LON + 0.01, LAT), "red", "7")]))
    assert "7" in [text.text for text in picture.iter("text")]


def test_the_middle_of_the_view_is_the_middle_of_the_picture() -> None:
    """720 x 460 pixels: a dot at the centre has its shape from 356 to 364 in x."""
    picture = str(sketch(roads(), WITHIN, Drawing(marks=[Mark((LON + 0.01, LAT), "red")])))
    assert "M356.0 226.0H364.0V234.0H356.0Z" in picture


def test_dots_of_one_grade_are_one_path_and_the_worst_lie_on_top() -> None:
    """A path for each of hundreds of dots would be most of the picture's bytes."""
    grades = ["red", "orange", "red", "orange", "orange"]
    marks = [Mark((LON + 0.001 * step, LAT), grade) for step, grade in enumerate(grades)]
    bare, dotted = (drawn(Drawing(marks=some)) for some in ([], marks))
    added = list(dotted.iter("path"))[len(list(bare.iter("path"))) :]
    assert [path.get("d", "").count("M") for path in added] == [3, 2]
    assert added[-1].get("fill") == GRADE_LOOKS["red"].dot


def test_marks_at_one_place_do_not_hide_each_other() -> None:
    """Plants in a plant share an address; both numbers must be read."""
    marks = [Mark((LON + 0.01, LAT), "blue", text) for text in ("1", "2")]
    picture = drawn(Drawing(marks=marks))
    badges = [text for text in picture.iter("text") if text.text in {"1", "2"}]
    apart = abs(float(badges[0].get("x")) - float(badges[1].get("x")))
    assert apart >= 24


def test_a_dash_is_kept() -> None:
    """Teams are told apart by dash on a black and white printer; paths count half pixels."""
    line = Line([(LON, LAT), (LON + 0.02, LAT)], "#00695c", (12, 6))
    assert 'stroke-dasharray="24 12"' in str(sketch(roads(), WITHIN, Drawing(lines=[line])))


def test_hostile_village_names_stay_text() -> None:
    """The picture stays well-formed whatever a village is called."""
    town = roads()
    for name in HOSTILE:
        places = town.places.assign(name=name)
        picture = str(sketch(replace(town, places=places), WITHIN, Drawing()))
        assert not re.search(r"<(?!/?(?:svg|g|rect|path|text)\b)", picture)


def test_a_line_is_written_once_in_steps_of_half_pixels() -> None:
    """460 / 0.0224 pixels a degree, times cos 35.5 deg: from 192.8 to 527.2; halves double it."""
    line = Line([(LON, LAT), (LON + 0.02, LAT)], "#00695c")
    picture = str(sketch(roads(), WITHIN, Drawing(lines=[line])))
    assert picture.count('href="#line-0"') == 2
    assert '<path id="line-0" d="M386 460l668 0" fill="none"/>' in picture
