"""Which site a row means."""

from __future__ import annotations

import pytest

from data.ledger.notes import Note, note
from data.ledger.sitebook import SiteBook, SiteEntry, entry_of
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


def test_same_code_outranks_name_and_village() -> None:
    """A firm that changed its name."""
    known, found = entry("S00001", code=CODE), entry(code=CODE, name="新名", village="前杨村")
    assert match(known, found) == "S00001"


def test_other_code_is_another_site_even_next_door() -> None:
    """Plant in plant: one name, one yard, two firms."""
    assert match(entry("S00001", code=CODE), entry(code=OTHER_CODE, east_m=10)) is None


def test_same_code_far_away_is_a_second_plant() -> None:
    """Five kilometres off; the note says so."""
    site, notes = SiteBook([entry("S00001", code=CODE)]).same_site(entry(code=CODE, east_m=5000))
    assert site is None
    assert notes[0].en == "same credit code as S00001, but 5.0 km away: taken as another site"


def test_short_codes_prove_nothing() -> None:
    """Cut codes of two firms may be equal."""
    known, found = entry("S00001", code="9132"), entry(code="9132", name="别的厂")
    assert match(known, found) is None


def test_nearest_of_several() -> None:
    """Three yards of one name: each row goes to its own."""
    book = SiteBook([entry("S00001"), entry("S00002", east_m=60)])
    site, _ = book.same_site(entry(east_m=50))
    assert site is not None
    assert site.site_id == "S00002"


def test_ids_go_on_after_the_highest() -> None:
    """Gaps are not filled: an old number must never mean a new place."""
    assert SiteBook([entry("S00007"), entry("S00003")]).next_id() == "S00008"
    assert SiteBook([]).next_id() == "S00001"


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
