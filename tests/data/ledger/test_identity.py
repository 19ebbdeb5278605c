"""Whether two descriptions are of one site: yes, no, or a question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.ledger.entries import SiteEntry, away_m, entry_of
from data.ledger.identity import compare

# At latitude 35.5 a degree of longitude is 111,195 m * cos(35.5) = 90,526 m.
METRE_LON = 1 / 90_526
CODE = "91320412MA1ABCDE2X"


def entry(*, east_m: float = 0.0, **values: object) -> SiteEntry:
    """Build a site some metres east of a fixed point."""
    record: dict[str, object] = {
        "site_id": "",
        "name": "永盛木材厂",
        "village": "刘湾村",
        "kind": "enterprise",
        "lon_deg": 115.0 + east_m * METRE_LON,
        "lat_deg": 35.5,
        **values,
    }
    return entry_of(record)  # type: ignore[arg-type]


def verdict(one: dict[str, object], other: dict[str, object]) -> str:
    """Compare two sites by what is special about them."""
    return compare(entry(**one), entry(**other)).answer  # type: ignore[arg-type]


HERE = {"address": "刘湾村12号"}
SHORT, FORM, SLIP = {"name": "永盛木材"}, {"name": "永盛木材经营部"}, {"name": "永胜木材厂"}


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        # one name, one village, nothing else: the place decides
        ({}, "same"),
        ({"east_m": 95}, "same"),
        ({"east_m": 105}, "doubt"),
        ({"east_m": 1_900}, "doubt"),
        ({"east_m": 2_100}, "other"),
        # one name, no village on one side, or another village
        ({"village": "", "east_m": 50}, "same"),
        ({"village": "前杨村", "east_m": 50}, "doubt"),
        ({"village": "前杨村", "east_m": 150}, "other"),
        # a firm in an idle plant of its name, or the plant that became the firm
        ({"kind": "idle_factory"}, "doubt"),
        ({"kind": "idle_factory", "east_m": 95}, "doubt"),
        ({"kind": "idle_factory", "east_m": 105}, "other"),
        ({"kind": "idle_factory", "village": "前杨村"}, "other"),
        ({"kind": "idle_factory", **SLIP}, "other"),
        # a shortened name needs a next-door position
        ({**SHORT, "east_m": 20}, "same"),
        ({**SHORT, "east_m": 50}, "doubt"),
        ({**SHORT, "east_m": 150}, "other"),
        # another form of business, or a slip, is never proof
        ({**FORM, "east_m": 20}, "doubt"),
        ({**FORM, "east_m": 50}, "other"),
        ({**SLIP, "east_m": 20}, "doubt"),
        ({**SLIP, "east_m": 50}, "other"),
        ({"name": "顺达汽修部"}, "other"),
    ],
)
def test_names_and_places(other: dict[str, object], expected: str) -> None:
    """Two facts say yes, one alone asks, any denial is no."""
    assert verdict({}, other) == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({**HERE, "east_m": 1_300}, "same"),
        ({**HERE, "east_m": 2_500}, "doubt"),
        ({"address": "刘湾村90号", "east_m": 20}, "doubt"),
        ({"address": "刘湾村90号", "east_m": 50}, "other"),
        ({"address": "刘湾村90号", "east_m": 500}, "other"),
        ({**HERE, **SHORT, "east_m": 80}, "same"),
        ({**HERE, **FORM, "east_m": 80}, "doubt"),
        ({"address": "刘湾村90号", **SLIP}, "other"),
    ],
)
def test_addresses(other: dict[str, object], expected: str) -> None:
    """One house number reaches as far as a wrong datum; two of them tell namesakes apart."""
    assert verdict(HERE, other) == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"code": CODE, "east_m": 2_900}, "same"),
        ({"code": CODE, "east_m": 3_100}, "doubt"),
        ({"code": CODE, "village": "前杨村", **SLIP}, "same"),
        ({"code": CODE, "name": "顺达汽修部"}, "doubt"),
        ({"code": "91320412MA1ABCDE2Y"}, "doubt"),
        ({"code": "91320412MA1ABCDE2Y", "east_m": 150}, "other"),
        ({"code": "91370783MA3QWERT5P"}, "other"),
        ({"code": None}, "same"),
    ],
)
def test_codes(other: dict[str, object], expected: str) -> None:
    """Equal ones with like names are one firm; other ones are two, but for a slip of two signs."""
    assert verdict({"code": CODE}, other) == expected


@pytest.mark.parametrize("code", ["9132", "000000000000000000"])
def test_codes_that_prove_nothing(code: str) -> None:
    """A cut code, and one typed to fill the column."""
    assert verdict({"code": code}, {"code": code, "name": "顺达汽修部"}) == "other"


def test_says_why_with_figures() -> None:
    """A clerk sees how far apart they are."""
    found = compare(entry(), entry(east_m=300))
    assert (found.zh, found.en) == (
        "名称和村相同，相距 300 米",
        "same name and village, 300 m apart",
    )


@given(
    east_m=st.floats(0, 4_000),
    name=st.sampled_from(
        ["永盛木材厂", "永盛木材", "永胜木材厂", "顺达汽修部", "永盛木材厂(东院)"]
    ),
    village=st.sampled_from(["刘湾村", "前杨村", ""]),
    address=st.sampled_from(["", "刘湾村12号", "刘湾村90号"]),
    code=st.sampled_from([None, CODE, "91320412MA1ABCDE2Y"]),
)
def test_order_does_not_matter(
    east_m: float, name: str, village: str, address: str, code: str | None
) -> None:
    """Else it would matter which file is read first."""
    one = entry(address="刘湾村12号", code=CODE)
    other = entry(east_m=east_m, name=name, village=village, address=address, code=code)
    assert compare(one, other) == compare(other, one)


def test_distances_agree_with_arithmetic() -> None:
    """300 m east at latitude 35.5."""
    assert away_m(entry(), entry(east_m=300)) == pytest.approx(300, abs=0.1)
