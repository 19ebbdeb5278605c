"""What pages show is read again exactly when a table it was read from has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from data.schema import SETTING, TEAM, as_table
from data.store import Author, Scope
from service.web.kept import LONGEST_S, Kept
from service.web.versions import Trail
from tests.service.conftest import on_file
from tests.service.web.conftest import BOTH_STORES

if TYPE_CHECKING:
    from data.store import Store

BY = Author("test", "test")


def add_team(store: Store, name: str) -> None:
    """Write one team."""
    row = {"team_id": name, "name": name, "lon_deg": 115.0, "lat_deg": 35.0, "card_holders": 2}
    with store.writing(by=BY) as unit:
        unit.upsert("team", as_table([row], TEAM))


class Reader:
    """Counts how often it reads the teams."""

    def __init__(self, store: Store) -> None:
        self.store, self.kept, self.trail, self.reads = store, Kept(), Trail(), 0

    def teams(self, town: Store) -> list[str]:
        """Read the names of teams."""
        self.reads += 1
        return [row["name"] for row in town.rows("team")]

    def ask(self, town: Store | None = None, key: str = "teams") -> list[str]:
        """Ask as a page does."""
        versions = self.trail.look(self.store)
        return self.kept.give(key, versions, town or self.store, self.teams)


def test_what_did_not_change_is_read_once(store: Store) -> None:
    """A change of another table counts for nothing."""
    add_team(store, "T1")
    reader = Reader(store)
    assert reader.ask() == reader.ask() == ["T1"]
    with store.writing(by=BY) as unit:
        unit.upsert("setting", as_table([{"name": "town", "value": "x"}], SETTING))
    reader.ask()
    assert reader.reads == 1


@BOTH_STORES
def test_a_change_shows_at_once(store: Store) -> None:
    """Also one that another program made: only the audit tells."""
    reader = Reader(store)
    assert reader.ask() == []
    add_team(store, "T1")
    assert reader.ask() == ["T1"]
    add_team(store, "T2")
    assert reader.ask() == ["T1", "T2"]
    assert reader.reads == 3


@BOTH_STORES
def test_new_rows_change_nothing_of_known_ones(store: Store) -> None:
    """Rows asked for by their keys are read anew when they change, not when others come."""
    add_team(store, "T1")
    kept, trail, reads = Kept(), Trail(), []

    def first(town: Store) -> list[int]:
        reads.append(1)
        return [row["card_holders"] for row in town.rows("team", where={"team_id": ["T1"]})]

    def ask() -> list[int]:
        return kept.give("first", trail.look(store), store, first)

    assert ask() == [2]
    add_team(store, "T2")
    assert (ask(), len(reads)) == ([2], 1)
    row = {"team_id": "T1", "name": "T1", "lon_deg": 115.0, "lat_deg": 35.0, "card_holders": 3}
    with store.writing(by=BY) as unit:
        unit.upsert("team", as_table([row], TEAM))
    assert (ask(), len(reads)) == ([3], 2)
    with store.writing(by=BY) as unit:
        unit.clear("team", where={"team_id": ["T1"]})
    assert ask() == []


@BOTH_STORES
def test_a_changed_row_makes_nothing_new_of_which_it_is_no_part(store: Store) -> None:
    """A visit told otherwise is no reason to read the board of findings again."""
    for name in ("T1", "T2"):
        add_team(store, name)
    kept, trail, reads = Kept(), Trail(), []

    def first(town: Store) -> list[str]:
        reads.append(1)
        return [row["name"] for row in town.rows("team", where={"team_id": ["T1"]})]

    def ask() -> tuple[list[str], int]:
        return kept.give("first", trail.look(store), store, first), len(reads)

    def rename(team: str, name: str, *, source: str | None = None) -> None:
        place = {"lon_deg": 115.0, "lat_deg": 35.0, "card_holders": 2, "source": source}
        with store.writing(by=BY) as unit:
            unit.upsert("team", as_table([{"team_id": team, "name": name} | place], TEAM))

    assert ask() == (["T1"], 1)
    rename("T2", "other")
    assert ask() == (["T1"], 1)
    rename("T1", "again")
    assert ask() == (["again"], 2)
    rename("T2", "other", source="a file that the history does not tell of")
    assert ask() == (["again"], 3)
    rename("T2", "third")
    with store.writing(by=BY) as unit:
        unit.clear("team", where={"team_id": ["T2"]})
    assert ask() == (["again"], 3)


@on_file
def test_an_edit_without_a_trail_shows_after_a_while(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """QGIS edits the store itself; nobody tells the audit."""
    moment_s = 0.0
    monkeypatch.setattr("service.web.kept.time.monotonic", lambda: moment_s)
    add_team(store, "T1")
    reader = Reader(store)
    reader.ask()
    with store.connection(writes=True) as connection:
        connection.exec_driver_sql("UPDATE team SET name = 'other'")
    assert reader.ask() == ["T1"]
    moment_s = LONGEST_S + 1
    assert reader.ask() == ["other"]


@on_file
def test_another_trail_makes_everything_new(store: Store) -> None:
    """A store that was restored has another past, perhaps with the same ids."""
    add_team(store, "T1")
    reader = Reader(store)
    reader.ask()
    with store.connection(writes=True) as connection:
        for (name,) in connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
        ).fetchall():
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        connection.exec_driver_sql("UPDATE audit SET hash = 'another'")
        connection.exec_driver_sql("UPDATE team SET name = 'restored'")
    assert reader.ask() == ["restored"]


@on_file
def test_who_sees_some_towns_is_shown_every_change(store: Store) -> None:
    """What belongs to a town is read from further tables than the one asked for."""
    add_team(store, "T1")
    reader = Reader(store)
    town = store.within(Scope(towns=frozenset({"甲镇"}), contacts=True))
    reader.ask(town)
    with store.writing(by=BY) as unit:
        unit.upsert("setting", as_table([{"name": "town", "value": "x"}], SETTING))
    reader.ask(town)
    assert reader.reads == 2


@on_file
def test_tables_without_a_trail_are_not_kept(store: Store) -> None:
    """Sessions, jobs and keys change beside the audit."""
    kept, trail, reads = Kept(), Trail(), []

    def jobs(town: Store) -> list[dict[str, Any]]:
        reads.append(1)
        return town.rows("job")

    for _ in range(2):
        kept.give("jobs", trail.look(store), store, jobs)
    assert len(reads) == 2


@on_file
def test_an_error_is_not_kept(store: Store) -> None:
    """Who asks next reads anew."""
    kept, trail = Kept(), Trail()

    def fails(_town: Store) -> str:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - of this test
        kept.give("x", trail.look(store), store, fails)
    assert not kept._turns  # noqa: SLF001 - who asks for what is not there fills no memory
    assert kept.give("x", trail.look(store), store, lambda _town: "y") == "y"
