"""Addresses are read as users write them, and shown without a secret."""

from __future__ import annotations

import pytest

from data.errors import ConfigError
from data.store.address import is_address, place_of, read_address, without_password

FULL = "postgresql://anna:s%40fe@db.example:5433/town"


@pytest.mark.parametrize("url", [FULL, FULL.replace("postgresql", "postgres"), FULL + "?x=1"])
def test_addresses_are_told_from_files(url: str) -> None:
    """Both schemes that people copy from elsewhere."""
    assert is_address(url)
    assert not is_address("postgres.gpkg")


def test_both_schemes_use_the_one_driver() -> None:
    """Whatever driver an address names, this program brings one."""
    for scheme in ("postgresql", "postgres", "postgresql+psycopg2"):
        address = read_address(FULL.replace("postgresql", scheme, 1))
        assert address.drivername == "postgresql+psycopg"
        assert address.render_as_string(hide_password=False).count("s%40fe") == 1


@pytest.mark.parametrize(
    "url", [FULL, FULL + "?password=s%40fe", FULL + "?sslpassword=s%40fe&options=-csearch_path%3Da"]
)
def test_place_shows_no_password(url: str) -> None:
    """It is printed, logged and drawn on pages."""
    place = place_of(read_address(url))
    assert place.startswith("postgresql://anna@db.example:5433/town")
    assert "s@fe" not in place
    assert "s%40fe" not in place


def test_place_names_the_schema() -> None:
    """Two stores in one database differ in nothing else."""
    place = place_of(read_address(FULL + "?options=-csearch_path%3Dnorth"))
    assert "search_path" in place
    assert "north" in place


@pytest.mark.parametrize("url", ["postgresql://u:geheim@h:5x/t", "postgresql:geheim"])
def test_unreadable_address_is_refused_without_repeating_it(url: str) -> None:
    """A typing error must not put the password on the screen."""
    with pytest.raises(ConfigError, match="cannot be read; write @ : / in a password as") as caught:
        read_address(url)
    assert "geheim" not in str(caught.value)
    assert "geheim" not in str(caught.value.zh)


def test_address_without_a_database_is_refused() -> None:
    """The driver would silently take the one named like the user."""
    with pytest.raises(ConfigError, match="postgresql://u@h names no database"):
        read_address("postgresql://u:geheim@h")


def test_any_text_loses_its_password() -> None:
    """Also addresses of other databases, which are refused by name."""
    assert without_password("mysql://u:geheim@h/t") == "mysql://h/t"
    assert without_password("town.db") == "town.db"
