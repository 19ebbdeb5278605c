"""Which datum silent positions get, and when they are a question."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from data.crs import great_circle_m
from data.datum import from_wgs84
from data.ledger.assumption import Known, Question, Surroundings, at_best, settle
from data.ledger.ground import ground_of
from data.ledger.positions import Place, Position
from data.schema import AREA, as_table

# Twelve hamlets of four yards, 30 km apart: within one, everything lies within 60 m.
HAMLETS = [f"村{i}" for i in range(12)]
YARDS = [(0.0, 0.0), (0.0005, 0.0), (0.0, 0.0005), (0.0005, 0.0005)]
TOWN = [
    Known(name, 114.0 + 0.33 * i + east, 35.5 + north)
    for i, name in enumerate(HAMLETS)
    for east, north in YARDS
]


def written(datum: str, *, hamlet: int = 3, said: bool = False) -> Place:
    """Write a fifth yard of a hamlet as a map of this datum shows it."""
    lonlat = from_wgs84(114.0 + 0.33 * hamlet + 0.0002, 35.5002, datum=datum)
    return Place(*lonlat, datum if said else None)


def one(place: Place, around: Surroundings, *, village: str = "村3", **options: str) -> object:
    """Settle one place."""
    return settle([place], [village], around=around, **options)[0]


@pytest.mark.parametrize("true", ["gcj02", "bd09", "wgs84"])
def test_village_tells_the_datum(true: str) -> None:
    """In tight hamlets only one datum puts the yard among its neighbours, 500 m beside else."""
    found = one(written(true), Surroundings(sites=tuple(TOWN)))
    assert isinstance(found, Position)
    assert (found.datum, found.datum_stated) == (true, False)
    true_lon, true_lat = 114.0 + 0.33 * 3 + 0.0002, 35.5002
    assert float(great_circle_m(found.lon_deg, found.lat_deg, true_lon, true_lat)) < 0.01
    assert found.notes[0].code == "assumed_datum"


def test_nothing_known_is_a_question_with_all_three_places() -> None:
    """The note names each datum with its lon and lat, as converted by hand here."""
    found = one(written("gcj02"), Surroundings())
    assert isinstance(found, Question)
    assert found.why.code == "datum_silent"
    assert "GCJ-02 (Amap, Tencent) 114.990200,35.500200" in found.notes[0].en
    assert "BD-09 (Baidu)" in found.notes[0].en
    assert "WGS-84" in found.notes[0].en


def test_an_unknown_village_is_an_open_question() -> None:
    """Neighbours of others say nothing of a village that nobody knows."""
    found = one(written("gcj02"), Surroundings(sites=tuple(TOWN)), village="别村")
    assert isinstance(found, Question)
    assert found.why.code == "datum_open"
    assert "GCJ-02 (Amap, Tencent) 114.990200,35.500200" in found.why.en


def test_argument_settles_what_is_open() -> None:
    """And is then as good as stated."""
    found = one(written("bd09"), Surroundings(), datum="bd09")
    assert isinstance(found, Position)
    assert (found.datum, found.datum_stated) == ("bd09", True)


def test_argument_leaves_what_is_sure() -> None:
    """The village knows better than a switch for the whole batch."""
    found = one(written("gcj02"), Surroundings(sites=tuple(TOWN)), datum="bd09")
    assert isinstance(found, Position)
    assert (found.datum, found.datum_stated) == ("gcj02", False)


def test_the_same_site_elsewhere_decides() -> None:
    """Another list has it with its datum; candidate and place agree within 50 m."""
    place = written("bd09")
    here = Known("村3", 114.0 + 0.33 * 3 + 0.0002, 35.5002, "bd09")
    found = settle([place], ["村3"], around=Surroundings(same={"甲": [here]}), names=["甲"])[0]
    assert isinstance(found, Position)
    assert [found.notes[0].code, found.datum] == ["same_elsewhere", "bd09"]
    other = settle([place], ["村3"], around=Surroundings(same={"甲": [here]}), names=["乙"])[0]
    assert isinstance(other, Question)


def test_abroad_all_datums_agree() -> None:
    """Nobody is asked about a place in Bavaria."""
    found = one(Place(11.58, 49.95, None), Surroundings())
    assert isinstance(found, Position)
    assert (found.lon_deg, found.lat_deg, found.datum) == (11.58, 49.95, "wgs84")


def test_a_mapped_village_tells_a_file_that_states_nothing() -> None:
    """Sixty silent rows of twelve mapped hamlets: together they show which map was used."""
    rng = np.random.default_rng(1)
    rows = [(i % 12, rng.normal(0, 0.0008, 2)) for i in range(60)]
    areas = as_table(
        [
            {
                "area_id": f"n{i}",
                "kind": "village",
                "name": name,
                "source": "m",
                "geometry": shapely.Point(114.0 + 0.33 * i, 35.5),
            }
            for i, name in enumerate(HAMLETS)
        ],
        AREA,
    )
    road = [shapely.LineString([(113.9, 35.5), (118.5, 35.5)])]
    places = [
        Place(*from_wgs84(114.0 + 0.33 * i + x, 35.5 + y, datum="bd09"), None) for i, (x, y) in rows
    ]
    around = Surroundings(ground_of(road, areas))
    found = settle(places, [HAMLETS[i] for i, _ in rows], around=around)
    decided = [item for item in found if isinstance(item, Position)]
    assert len(decided) >= 30
    assert {position.datum for position in decided} == {"bd09"}


@settings(max_examples=25, deadline=None)
@given(order=st.permutations(range(6)))
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    """A sorted sheet says the same as the sheet it was sorted from."""
    places = [written(d, hamlet=h) for d in ("gcj02", "bd09", "wgs84") for h in (2, 5)]
    villages = [HAMLETS[h] for _ in range(3) for h in (2, 5)]
    around = Surroundings(sites=tuple(TOWN))
    plain = settle(places, villages, around=around)
    mixed = settle([places[i] for i in order], [villages[i] for i in order], around=around)
    assert [type(item) for item in mixed] == [type(plain[i]) for i in order]
    assert [getattr(item, "datum", None) for item in mixed] == [
        getattr(plain[i], "datum", None) for i in order
    ]


def test_stated_rows_stay_stated() -> None:
    """Order is kept and nothing is assumed for them."""
    places = [written("gcj02"), written("bd09", said=True), written("wgs84", said=True)]
    found = settle(places, ["村3"] * 3, around=Surroundings(sites=tuple(TOWN)))
    assert [item.datum_stated for item in found if isinstance(item, Position)] == [
        False,
        True,
        True,
    ]


def test_a_base_takes_the_usual_map_and_says_how_far_off_it_may_be() -> None:
    """A team must start somewhere; half a kilometre changes no plan."""
    place = written("gcj02")
    question = one(place, Surroundings())
    assert isinstance(question, Question)
    found = at_best(place, question)
    assert (found.datum, found.datum_stated) == ("gcj02", False)
    assert found.notes[0].code == "assumed_default"


def by_hand(place: Place) -> Place:
    """Make a place one that a person answered or mended."""
    return replace(place, is_evidence=False)


def test_what_people_answered_tells_nothing_of_the_rest() -> None:
    """Sixteen rows of a workbook marked GPS once made an unsure row sure, 521 m wrong."""
    around = Surroundings(sites=tuple(TOWN))
    asked = written("gcj02")
    told = [by_hand(written("wgs84", hamlet=hamlet, said=True)) for hamlet in range(12)]
    alone = settle([asked], ["别村"], around=around)[0]
    among = settle([asked, *told], ["别村", *HAMLETS], around=around)[0]
    assert among == alone


def test_a_row_of_a_workbook_is_not_told_by_its_village() -> None:
    """Its file could not tell it; only a person, the option or the same site elsewhere does."""
    around = Surroundings(sites=tuple(TOWN))
    asked = by_hand(written("gcj02"))
    found = one(asked, around)
    assert isinstance(found, Question)
    assert found.why.code == "datum_by_hand"
    assert "GCJ-02 (Amap, Tencent) 114.990200,35.500200" in found.why.en
    told = one(asked, around, datum="gcj02")
    assert isinstance(told, Position)
    assert told.datum_stated
