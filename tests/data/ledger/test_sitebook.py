"""Which site a row means."""

from __future__ import annotations

import pytest

from data.ledger.entries import SiteEntry, entry_of
from data.ledger.notes import Note, note
from data.ledger.sitebook import Naming, SiteBook
from tests.data.ledger.office import row

# At latitude 35.5 a degree of longitude is 111,195 m * cos(35.5) = 90,526 m.
METRE_LON = 1 / 90_526
CODE = "91320412MA1ABCDE2X"
OTHER_CODE = "91320412MA1ABCDE3X"


def entry(site_id: str = "", *, east_m: float = 0.0, **values: object) -> SiteEntry:
    """Build a site some metres east of a fixed point."""
    record: dict[str, object] = {
        "site_id": site_id,
        "name": "旧面粉厂",
        "village": "刘湾村",
        "kind": "idle_factory",
        "lon_deg": 115.0 + east_m * METRE_LON,
        "lat_deg": 35.5,
        **values,
    }
    return entry_of(record)  # type: ignore[arg-type]


def match(known: SiteEntry, found: SiteEntry) -> str | None:
    """Say which known site a row is."""
    site = SiteBook([known]).match(found).site
    return site.site_id if site else None


@pytest.mark.parametrize(("east_m", "same"), [(0, True), (95, True), (105, False), (500, False)])
def test_same_name_and_village_within_a_hundred_metres(east_m: float, same: bool) -> None:  # noqa: FBT001
    """Yards of one name 200 m apart are two yards."""
    assert (match(entry("S00001"), entry(east_m=east_m)) == "S00001") is same


def test_same_address_reaches_further() -> None:
    """A Baidu position read as GPS lies 1.3 km off."""
    address = "刘湾村12号"
    known, found = entry("S00001", address=address), entry(east_m=1300, address=address)
    assert match(known, found) == "S00001"


def test_other_village_is_another_site() -> None:
    """旧面粉厂 is in every second village."""
    assert match(entry("S00001"), entry(village="前杨村")) is None


def test_other_kind_is_another_site() -> None:
    """A workshop inside an idle factory of the same name."""
    assert match(entry("S00001"), entry(kind="enterprise")) is None


def test_same_code_outranks_village_and_a_piece_of_the_name() -> None:
    """One office writes 面粉厂, the other the name in full, and the village by another border."""
    known = entry("S00001", code=CODE)
    assert match(known, entry(code=CODE, name="面粉厂", village="前杨村")) == "S00001"


def test_same_code_under_another_name_is_asked() -> None:
    """A firm that changed its name, or a tenant who copied the landlord's licence."""
    book = SiteBook([entry("S00001", code=CODE)])
    found = book.match(entry(code=CODE, name="永盛木材"))
    assert found.site is None
    assert found.doubt is not None
    assert found.doubt.en.startswith(
        "may be S00001 (旧面粉厂): same credit code, different names; kept as a site of its own"
    )


def test_other_code_is_another_site_even_next_door() -> None:
    """Plant in plant: one name, one yard, two firms."""
    assert match(entry("S00001", code=CODE), entry(code=OTHER_CODE, east_m=10)) is None


def test_same_code_far_away_is_asked() -> None:
    """Five kilometres off: a second plant, or a slip in the position."""
    found = SiteBook([entry("S00001", code=CODE)]).match(entry(code=CODE, east_m=5000))
    assert found.site is None
    assert found.doubt is not None
    assert "same credit code, but 5.0 km apart" in found.doubt.en


def test_short_codes_prove_nothing() -> None:
    """Cut codes of two firms may be equal."""
    known, found = entry("S00001", code="9132"), entry(code="9132", name="别的厂")
    assert match(known, found) is None


def test_nearest_of_several() -> None:
    """Three yards of one name: each row goes to its own."""
    book = SiteBook([entry("S00001"), entry("S00002", east_m=60)])
    site = book.match(entry(east_m=50)).site
    assert site is not None
    assert site.site_id == "S00002"


def test_two_full_names_for_one_short_name_are_asked() -> None:
    """永盛家具 may be the works or the shop beside it."""
    book = SiteBook([entry("S00001", name="永盛家具厂"), entry("S00002", name="永盛家具门市部")])
    found = book.match(entry(name="永盛家具"))
    assert found.site is None
    assert found.doubt is not None
    assert found.doubt.code == "maybe_same"


def test_only_the_younger_of_two_is_asked_about() -> None:
    """Read again, each row asks just what it asked at first."""
    older, younger = entry("S00001"), entry("S00002", east_m=300)
    book = SiteBook([older, younger])
    asked = {
        one.site_id: book.match(entry(east_m=m)).doubt for one, m in ((older, 0), (younger, 300))
    }
    assert asked["S00001"] is None
    assert asked["S00002"] is not None


def test_what_a_person_settled_is_not_asked_again() -> None:
    """新点位 was the answer."""
    book = SiteBook([entry("S00001"), entry("S00002", east_m=300)], settled=["S00002"])
    found = book.match(entry(east_m=300))
    assert found.site is not None
    assert (found.site.site_id, found.doubt) == ("S00002", None)


def test_a_site_taken_out_is_not_found_and_its_number_not_given_again() -> None:
    """It went into another one."""
    book = SiteBook([entry("S00001"), entry("S00002", name="永盛木材厂", code=CODE)])
    book.remove("S00002")
    assert book.match(entry(name="永盛木材厂", code=CODE)).site is None
    assert isinstance(book.named(row("inspections", name="永盛木材厂")), Note)
    assert book.next_id() == "S00003"


def test_ids_go_on_after_the_highest() -> None:
    """Gaps are not filled: an old number must never mean a new place."""
    assert SiteBook([entry("S00007"), entry("S00003")]).next_id() == "S00008"
    assert SiteBook([]).next_id() == "S00001"


def test_ids_start_after_the_newest_there_ever_was() -> None:
    """Its site may be gone; what was merely stated in a row was never given out."""
    book = SiteBook([entry("S00003")], last_site="S00007")
    assert (book.next_id(), book.last_site) == ("S00008", "S00007")
    book.reserve(["S00090"])
    assert (book.next_id(), book.last_site) == ("S00091", "S00007")
    assert SiteBook([entry("S00003")]).last_site == "S00003"
    assert SiteBook([]).last_site == ""


def named(book: SiteBook, **cells: object) -> str:
    """Say which site a row of another ledger names, or the question."""
    found = book.named(row("inspections", **cells))
    return found.zh if isinstance(found, Note) else found.site_id


def test_finds_by_name_and_village() -> None:
    """Spelled a little differently."""
    assert named(SiteBook([entry("S00001")]), name="旧面粉 厂", village="刘湾") == "S00001"


def test_finds_by_name_alone_if_it_is_the_only_one() -> None:
    """Some ledgers of visits have no village."""
    assert named(SiteBook([entry("S00001")]), name="旧面粉厂") == "S00001"


def test_finds_by_code_whatever_the_name() -> None:
    """Codes are copied, names are typed."""
    book = SiteBook([entry("S00001", code=CODE)])
    assert named(book, name="面粉厂", code=CODE.lower()) == "S00001"


@pytest.mark.parametrize(
    "cells",
    [
        {"site_id": "S00002"},
        {"code": CODE.lower(), "name": "面粉厂"},
        {"name": "旧面粉 厂", "village": "刘湾"},
        {"name": "旧面粉厂", "address": "刘湾村90号"},
        {"name": "旧面粉厂"},
        {"name": "没有的厂", "village": "刘湾村"},
        {"village": "刘湾村"},
    ],
    ids=["id", "code", "name and village", "address", "two fit", "none fits", "no name"],
)
def test_words_alone_find_what_the_row_finds(cells: dict[str, str]) -> None:
    """A million plain visits are read without their rows; the site must be the same."""
    book = SiteBook(
        [
            entry("S00001", village="前杨村", code=CODE),
            entry("S00002", east_m=300, address="刘湾村90号"),
        ]
    )
    by_row = book.named(row("inspections", **cells))
    words = Naming.of(row("inspections", **cells))
    assert book.only(words) == (None if isinstance(by_row, Note) else by_row)


def test_asks_where_two_fit() -> None:
    """A visit must not be put on the wrong yard."""
    book = SiteBook([entry("S00001"), entry("S00002", east_m=300)])
    said = named(book, name="旧面粉厂", village="刘湾村")
    assert said == "有 2 个点位都叫“旧面粉厂”：S00001、S00002"


def test_the_question_names_what_tells_two_apart() -> None:
    """The clerk knows the house numbers, not our ids."""
    book = SiteBook(
        [entry("S00001", address="刘湾村12号"), entry("S00002", east_m=300, address="刘湾村90号")]
    )
    said = named(book, name="旧面粉厂", village="刘湾村")
    assert said == "有 2 个点位都叫“旧面粉厂”：S00001（刘湾村12号）、S00002（刘湾村90号）"


def test_an_address_settles_which_of_two() -> None:
    """A ledger of visits with a column for it need not ask."""
    book = SiteBook(
        [entry("S00001", address="刘湾村12号"), entry("S00002", east_m=300, address="刘湾村90号")]
    )
    assert named(book, name="旧面粉厂", village="刘湾村", address="刘湾村 90号") == "S00002"


def test_an_address_that_fits_neither_asks() -> None:
    """The nearest guess would put the visit on the wrong yard half of the time."""
    book = SiteBook(
        [entry("S00001", address="刘湾村12号"), entry("S00002", east_m=300, address="刘湾村90号")]
    )
    said = named(book, name="旧面粉厂", village="刘湾村", address="刘湾村1号")
    assert said.startswith("有 2 个点位都叫“旧面粉厂”")


def test_asks_with_the_nameless_row_of_the_village() -> None:
    """A name missing from the ledger of sites is often the one a visit has."""
    book = SiteBook([entry("S00001")])
    book.turn_away(row("sites", village="刘湾村"), note("no_name"))
    said = named(book, name="鑫源", village="刘湾")
    assert said.endswith("a.csv / 2 是本村没填名称的一行，会不会就是它？")


def test_asks_where_the_village_contradicts() -> None:
    """And says where the namesake is."""
    said = named(SiteBook([entry("S00001")]), name="旧面粉厂", village="前杨村")
    assert said == "前杨村没有“旧面粉厂”；刘湾村有同名的 S00001"


def test_asks_with_the_closest_name() -> None:
    """Most misses are slips of typing."""
    said = named(SiteBook([entry("S00001")]), name="旧面纷厂", village="刘湾村")
    assert said == "台账里没有“旧面纷厂”（刘湾村）；最接近的是 S00001 “旧面粉厂”"


def test_asks_with_up_to_three_like_names_of_the_village_first() -> None:
    """The likest first; the fourth and the one of another village are left out."""
    book = SiteBook(
        [
            entry("S00001", name="永盛木材厂", village="前杨村"),
            entry("S00002", name="永盛木材加工厂"),
            entry("S00003", name="永胜木器厂"),
            entry("S00004", name="永胜木材行"),
            entry("S00005", name="永胜木制品厂"),
        ]
    )
    said = named(book, name="永胜木材厂", village="刘湾村")
    shown = said.split("最接近的是 ")[1]
    assert shown.count("S0") == 3
    assert "S00001" not in shown
    assert shown.startswith(("S00003", "S00004"))
