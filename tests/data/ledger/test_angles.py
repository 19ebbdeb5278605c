"""Coordinates as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.ledger.angles import is_possible, is_swapped, read_angle, split_pair, split_points

# 115 + 2/60 + 6/3600 = 115.035
SAME = 115.035


@pytest.mark.parametrize(
    "text",
    [
        "115°02′06″",
        "115°2'6\"",
        "115º02’06”",
        "115°02′06''",
        "115度2分6秒",
        "115d2m6s",
        "115:02:06",
        "115 02 06",
        "E115°02′06″",
        "115°02′06″E",
        "东经115°02′06″",
        "115°2.1′",
        "１１５．０３５",
        "１１５°０２′０６″",
        "115.035°",
        "115.035E",
        " 115.035 ",
        "115.035，",
        "115.02.06",
        "115-02-06",
        "115° 02′ 06″",
        "115,035",
        "东经:115.035°",
    ],
)
def test_reads_every_way_to_write_it(text: str) -> None:
    """Phones, land offices and typists each have their own marks."""
    angle = read_angle(text)
    assert angle is not None
    assert angle.deg == pytest.approx(SAME, abs=1e-12)


@pytest.mark.parametrize("text", ["0°7′39″W", "西经0.1275", "W0.1275", "-0.1275"])
def test_west_is_negative(text: str) -> None:
    """7 minutes 39 seconds are 0.1275 degrees."""
    angle = read_angle(text)
    assert angle is not None
    assert angle.deg == pytest.approx(-0.1275)


@pytest.mark.parametrize("text", ["35°30′24s", "35°30′24秒", "北纬35°30′24″", "35.5066666666667N"])
def test_seconds_are_not_south(text: str) -> None:
    """30 minutes 24 seconds are 0.50667 degrees; the s of seconds must not turn the sign."""
    angle = read_angle(text)
    assert angle is not None
    assert angle.deg == pytest.approx(35 + 30.4 / 60)


@pytest.mark.parametrize(
    "cell", ["", "无", "见附图", "115°61′00″", "115°02′75″", True, None, "1e999"]
)
def test_says_where_there_is_none(cell: object) -> None:
    """61 minutes are a slip, not a place."""
    assert read_angle(cell) is None  # type: ignore[arg-type]


def test_tells_plain_from_interpreted() -> None:
    """Only what was interpreted is shown to a person."""
    plain, typed = read_angle("115.035"), read_angle("115°02′06″")
    assert plain is not None
    assert typed is not None
    assert (plain.plain, typed.plain) == (True, False)


@given(deg=st.floats(0, 180), marks=st.sampled_from(["°′″", "度分秒", "dms", ":: "]))
def test_degrees_minutes_seconds_come_back(deg: float, marks: str) -> None:
    """Written to a thousandth of a second (3 cm) a position must come back."""
    total = round(deg * 3_600_000)
    whole, rest = divmod(total, 3_600_000)
    minutes, thousandths = divmod(rest, 60_000)
    text = f"{whole}{marks[0]}{minutes}{marks[1]}{thousandths / 1000:.3f}{marks[2]}".strip()
    angle = read_angle(text)
    assert angle is not None
    assert angle.deg == pytest.approx(deg, abs=2e-7)


@given(deg=st.floats(-180, 180))
def test_numbers_come_back_exactly(deg: float) -> None:
    """A number cell and its text are one value."""
    number, text = read_angle(deg), read_angle(f"{deg:.17g}")
    assert number is not None
    assert text is not None
    assert number.deg == text.deg == deg


@given(cell=st.one_of(st.text(), st.integers(), st.floats(), st.dates(), st.times()))
def test_never_fails(cell: object) -> None:
    """Whatever a cell holds, reading it gives an answer."""
    read_angle(cell)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lon", "lat", "swapped"),
    [
        (35.5, 115.0, True),
        (115.0, 35.5, False),
        (43.7, 7.4, False),
        (50.0, 80.0, True),
        (200.5, 35.5, False),
        (7.4, 43.7, False),
        (-75.0, 120.0, True),
    ],
)
def test_recognises_swapped_pairs(lon: float, lat: float, swapped: bool) -> None:  # noqa: FBT001
    """115 is no latitude; 200.5 is nothing at all; Monaco is in order."""
    assert is_swapped(lon, lat) is swapped


def test_globe_ends_at_180_and_90() -> None:
    """Both ends count."""
    assert is_possible(180.0, -90.0)
    assert not is_possible(180.1, 0.0)


@pytest.mark.parametrize(
    "cell", ["115.03,35.54", "115.03，35.54", "115.03 35.54", "(115.03;35.54)", "115.03、35.54"]
)
def test_splits_a_pair(cell: str) -> None:
    """Map pages copy both coordinates into one cell."""
    assert split_pair(cell) == ("115.03", "35.54")


@pytest.mark.parametrize(
    "cell",
    [
        "N35°32′24″ E115°01′48″",
        "北纬35°32′24″，东经115°01′48″",
        "北纬35°32′24″东经115°01′48″",
        "35° 32′ 24″ N, 115° 01′ 48″ E",
        "纬度:35.54 经度:115.03",
        "35.54/115.03",
        "35-32-24,115-01-48",
        "35.54N 115.03E",
    ],
)
def test_splits_a_pair_in_the_order_it_stands(cell: str) -> None:
    """32 minutes 24 seconds are 0.54 degrees, 1 minute 48 seconds are 0.03."""
    first, second = (read_angle(part) for part in split_pair(cell))
    assert first is not None
    assert second is not None
    assert (first.deg, second.deg) == pytest.approx((35.54, 115.03))


@pytest.mark.parametrize(
    ("text", "value"),
    [("608,877.884", 608877.884), ("3,930,727.6", 3930727.6), ("608,877", 608877.0)],
)
def test_metres_may_have_thousands(text: str, value: float) -> None:
    """A comma after more than 180 is no decimal comma."""
    angle = read_angle(text)
    assert angle is not None
    assert angle.deg == value


def test_splits_the_corners_of_a_yard() -> None:
    """Points between semicolons or line ends; one point is no list, and words are none."""
    corners = [("115.03", "35.54"), ("115.04", "35.55")]
    assert split_points("115.03,35.54;115.04,35.55") == corners
    assert split_points("115.03 35.54\n115.04 35.55") == corners
    assert split_points("115.03,35.54") == []
    assert split_points("115.03,35.54;见附图") == []


def test_splits_no_lone_number() -> None:
    """One number is no position."""
    assert split_pair("115.03") == (None, None)
