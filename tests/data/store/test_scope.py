"""Nothing of another town, and nothing personal, is read through a store that is cut down."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from data.errors import NotFoundError, ScopeError
from data.schema import SITE, TABLES, as_table
from data.store import Author, Scope, blanks, open_store, retelling
from data.store.belonging import RULES
from data.store.impersonal import names_nobody
from data.store.lens import Lens
from data.store.reading import conditions
from data.store.retelling import own_problem, without_numbers, without_people
from data.store.tables import GEOM, sql_table
from geo.card.card import default_card
from tests.data.store.twotowns import MARK, OWN, PHONE, fill, key_of, row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.store import Store

OWN_TOWN = Scope(towns=frozenset({OWN}))
PUBLIC = {("area", "name"), ("area", "area_id")}
"""The map is public: it names every village."""
SEEN_OWN = {
    "site", "inspection", "finding", "finding_step", "given_order", "disposition", "page_record",
    "tip", "power_reading", "score", "cell", "cell_alert", "sweep", "route", "stop", "unplanned",
    "promise", "beat", "sweep_visit",
}  # fmt: skip
"""Tables of which the own town's row must be there: to show nothing would be no cut, but a wall."""


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Path:
    """Fill a file once."""
    file = tmp_path_factory.mktemp("twotowns") / "towns.gpkg"
    shutil.copy(empty_file, file)
    with open_store(str(file)) as made:
        fill(made)
    return file


@pytest.fixture
def filled(filled_file: Path, path: Path) -> Iterator[Store]:
    """Open a copy of it that a test may change."""
    shutil.copy(filled_file, path)
    with open_store(str(path)) as made:
        yield made


def test_every_table_has_a_rule() -> None:
    """A table that somebody adds is read by nobody of some towns until its rule is stated."""
    assert set(RULES) == set(TABLES)


def test_every_hidden_column_is_there() -> None:
    """A column renamed would be shown again, and nobody would notice."""
    for listed in (blanks.PERSONAL, blanks.FOREIGN, retelling.PERSONAL, retelling.FOREIGN):
        for table, columns in listed.items():
            assert set(columns) <= {column.name for column in sql_table(table).c}


def test_nothing_of_another_town_is_read_by_any_method(store: Store) -> None:
    """Every text of the other town is marked, and so is all that rows of no town say of it."""
    fill(store)
    town = store.within(OWN_TOWN)
    for name, schema in TABLES.items():
        frame = town.read(name).reset_index()
        plain = town.rows(name)
        for column in frame:
            if (name, str(column)) in PUBLIC:
                continue
            assert MARK not in str(frame[column].tolist()), (name, column)
            assert MARK not in str([one.get(str(column)) for one in plain]), (name, column)
        with town.writing() as unit:
            assert unit.read(name).index.tolist() == frame[schema.key].tolist()
            assert unit.count(name) == len(frame) == len(plain), name
            keys = [key_of(name, who) for who in ("own", "foreign")]
            for column in _plain(name):
                assert (name, column) in PUBLIC or MARK not in str(town.distinct(name, column))
                told = unit.column(name, column, keys=keys)
                assert (name, column) in PUBLIC or MARK not in str(told), (name, column)
    assert MARK not in str(town.settings())
    assert MARK not in str(town.read_graded().reset_index().to_dict("records"))
    assert MARK not in str(town.read_graded(towns=[MARK]).reset_index().to_dict("records"))


def test_rows_of_the_own_town_are_all_there(filled: Store) -> None:
    """What belongs to the town is read whole: of each table the town's one row."""
    town = filled.within(OWN_TOWN)
    for name in SEEN_OWN:
        assert town.read(name).index.tolist() == [key_of(name, "own")], name
    assert town.read_graded().index.tolist() == [key_of("site", "own")]


def _plain(table: str) -> list[str]:
    return [column.name for column in sql_table(table).c if column.name != GEOM]


def test_plan_keeps_what_it_says_of_own_places(filled: Store) -> None:
    """A page of the week needs its own sites, shifts and reasons."""
    plan = filled.within(OWN_TOWN).rows("plan")[0]
    problem = orjson.loads(plan["problem"])
    assert [one["id"] for one in problem["sites"]] == [key_of("site", "own")]
    assert [one["name"] for one in problem["cover"]] == [f"{OWN}村"]
    assert problem["shifts"] == [{"id": "T0-1", "home_village": None, "frozen": []}]
    assert list(orjson.loads(plan["wants"])) == [key_of("site", "own")]


def test_a_village_of_two_towns_is_neithers(file_store: Store) -> None:
    """A tip-off that names a village alone could be about the other town's."""
    tip = row("tip", "own", site_id=None, village="两属村")
    for_both = [row("site", who, village="两属村", parent_id=None) for who in ("own", "foreign")]
    with file_store.writing() as unit:
        unit.upsert("site", as_table(for_both, SITE))
        unit.upsert("tip", as_table([tip], TABLES["tip"]))
    assert file_store.within(OWN_TOWN).read("tip").empty


def test_no_towns_see_nothing_of_any_town(filled: Store) -> None:
    """An account whose list of towns is empty is not one of every town."""
    town = filled.within(Scope(towns=frozenset()))
    assert all(town.read(name).empty for name in SEEN_OWN)


def test_who_may_not_see_contacts_sees_no_number_and_no_keeper(store: Store) -> None:
    """Columns that name a person are empty, and numbers in free text are hidden."""
    fill(store)
    plain = store.within(Scope(contacts=False))
    site = plain.rows("site", where={"site_id": [key_of("site", "own")]})[0]
    assert site["keeper"] is None
    assert PHONE not in site["remark"]
    assert PHONE not in site["extra"]
    frame = plain.read("site")
    assert frame["keeper"].isna().all()
    assert not frame["remark"].str.contains(PHONE).any()
    assert plain.read("tip")["channel"].isna().all()
    assert plain.read("power_reading")["customer"].isna().all()
    assert {one["before"] for one in plain.rows("history")} == {"{}"}


def test_nobody_guesses_at_a_hidden_value(filled: Store) -> None:
    """To choose by a column that is hidden would tell whether a guess was right."""
    plain = filled.within(Scope(contacts=False))
    keeper = filled.rows("site", where={"site_id": [key_of("site", "own")]})[0]["keeper"]
    assert plain.rows("site", where={"keeper": [keeper]}) == []
    with pytest.raises(NotFoundError, match="cannot be chosen by remark"):
        plain.rows("site", where={"remark": ["x"]})


def test_a_cut_of_a_cut_shows_no_more(filled: Store) -> None:
    """A route that cuts again by what a token says cannot open what its person may not see."""
    town = filled.within(OWN_TOWN).within(Scope(towns=frozenset({OWN, MARK})))
    assert town.read("site").index.tolist() == [key_of("site", "own")]
    assert filled.within(OWN_TOWN).within(Scope(contacts=False)).scope == Scope(
        towns=frozenset({OWN}), contacts=False
    )


def test_signing_keeps_the_cut(filled: Store) -> None:
    """Every request signs its store; that must not open it."""
    assert len(filled.within(OWN_TOWN).signed(Author("a", "b")).read("site")) == 1


def test_a_bare_connection_is_refused(filled: Store) -> None:
    """SQL of one's own would see every row."""
    with (
        pytest.raises(ScopeError, match="Only who may see every town"),
        filled.within(OWN_TOWN).connection(),
    ):
        pass


def test_a_row_of_another_town_is_not_overwritten(filled: Store) -> None:
    """An id that is guessed, or counted within the own town, may be another town's row."""
    taken = row("finding", "own", finding_id=key_of("finding", "foreign"))
    before = filled.rows("finding")
    with (
        pytest.raises(ScopeError, match="not in your towns"),
        filled.within(OWN_TOWN).writing() as unit,
    ):
        unit.upsert("finding", as_table([taken], TABLES["finding"]))
    assert filled.rows("finding") == before


def test_a_row_cannot_be_given_to_another_town(filled: Store) -> None:
    """To move a site away would hide it from who wrote it, and show it to others."""
    moved = row("site", "own", town=MARK, parent_id=None)
    with (
        pytest.raises(ScopeError, match="not in your towns"),
        filled.within(OWN_TOWN).writing() as unit,
    ):
        unit.upsert("site", as_table([moved], SITE))


def test_clearing_leaves_other_towns_alone(filled: Store) -> None:
    """All rows means all that one sees."""
    with filled.within(OWN_TOWN).writing() as unit:
        unit.clear("inspection")
    assert filled.read("inspection").index.tolist() == [key_of("inspection", "foreign")]


def test_tables_of_the_office_are_not_written(filled: Store) -> None:
    """Who sees one town cannot judge what a change does to the others."""
    for table in ("team", "area", "plan", "cell", "score", "account", "closure"):
        with (
            pytest.raises(ScopeError, match=f"change {table}"),
            filled.within(OWN_TOWN).writing() as unit,
        ):
            unit.clear(table)


def test_what_one_cannot_see_stays_as_it_is(store: Store) -> None:
    """A row that is read, changed in one column and written back keeps its keeper and its host."""
    fill(store)
    plain = store.within(Scope(towns=frozenset({OWN}), contacts=False))
    with plain.writing() as unit:
        unit.upsert("site", unit.read("site").assign(workers=7.0))
    stored = store.rows("site", where={"site_id": [key_of("site", "own")]})[0]
    expected = row("site", "own")
    assert stored["workers"] == 7.0
    for name in ("keeper", "remark", "extra", "parent_id"):
        assert stored[name] == expected[name], name


def test_a_change_of_what_one_cannot_see_is_refused(filled: Store) -> None:
    """It would be dropped in silence, or overwrite a keeper that nobody was shown."""
    with (
        pytest.raises(ScopeError, match="keeper holds what you may not see"),
        filled.within(Scope(contacts=False)).writing() as unit,
    ):
        unit.upsert("site", unit.read("site").assign(keeper="新人"))


def test_one_town_is_found_by_indexes(store: Store) -> None:
    """A county's inspections must not be read whole to show those of one town."""
    fill(store)
    table, lens = sql_table("inspection"), Lens(OWN_TOWN)
    with store.connection() as connection:
        query = select(*lens.columns(table)).where(*conditions(connection, table, None, lens=lens))
        is_file = connection.dialect.name == "sqlite"
        if not is_file:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        sql = query.compile(
            connection, compile_kwargs={"literal_binds": True, "render_postcompile": True}
        )
        word = "EXPLAIN QUERY PLAN " if is_file else "EXPLAIN "
        steps = str(connection.exec_driver_sql(f"{word}{sql}").all())
    assert "SCAN inspection" not in steps
    assert "Seq Scan" not in steps


@given(st.lists(st.booleans(), max_size=8), st.data())
def test_no_foreign_site_is_left_in_a_problem(own: list[bool], data: Any) -> None:  # noqa: ANN401
    """Whatever sites, covers and frozen stops are drawn, only visible ones are left."""
    sites = [{"id": f"{OWN if mine else MARK}{n}", "village": "v"} for n, mine in enumerate(own)]
    names = [str(one["id"]) for one in sites]
    covers = data.draw(st.lists(st.sets(st.sampled_from(names)) if names else st.just(set())))
    frozen = [{"site": name, "start_s": 0} for name in names]
    told = orjson.dumps(
        {
            "sites": sites,
            "cover": [{"name": "".join(sorted(one)), "sites": sorted(one)} for one in covers],
            "shifts": [{"id": "T1-0", "home_village": None, "frozen": frozen}],
        }
    ).decode()
    visible = {name for name in names if name.startswith(OWN)}
    cut = own_problem(told, visible)
    assert MARK not in cut
    assert {one["id"] for one in orjson.loads(cut)["sites"]} == visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话138-1234-5678。", "电话＊＊＊。"),
        ("0393 4412345", "＊＊＊"),
        ("2026-11-22 去过，罚款 5000 元", "2026-11-22 去过，罚款 5000 元"),
        ("编号20261122", "编号20261122"),
        ("138.1234.5678、（0393）441·2345", "＊＊＊"),
        ("１３８／１２３４／５６７８", "＊＊＊"),
        ("1991112 2233", "＊＊＊"),
        ("2026-11-20、2026-11-22 去过", "2026-11-20、2026-11-22 去过"),
    ],
)
def test_numbers_are_hidden_and_dates_are_not(text: str, shown: str) -> None:
    """A remark says when somebody came; that is nobody's telephone number."""
    assert without_numbers(text) == shown


def test_headers_that_count_for_the_score_are_told() -> None:
    """Whoever may see no contacts and scores all the same must not score from less."""
    assert all(names_nobody(name) for names in default_card().columns.values() for name in names)


def test_only_columns_that_name_nobody_are_told() -> None:
    """Of a header that nobody knows, nobody can say that it names no person."""
    extra = orjson.dumps(
        {
            "联系人": "李四",
            "手机号": 13812345678,
            "层数": 3,
            "备注2": "问13812345678",
            "厂长": "李四",
        }
    )
    assert orjson.loads(without_people(extra.decode()) or "") == {"层数": 3, "备注2": "问＊＊＊"}
