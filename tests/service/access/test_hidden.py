"""Secrets that an operator gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import ConfigError
from service.access.hidden import read_hidden
from service.access.outside import OutsideSettings, read_outside

if TYPE_CHECKING:
    from pathlib import Path

REAL = "v7Kq-not-a-placeholder"
WHOLE = {
    "GRIDPATROL_OIDC_ISSUER": "https://id.example",
    "GRIDPATROL_OIDC_CLIENT_ID": "gridpatrol",
    "GRIDPATROL_OIDC_CLIENT_SECRET": REAL,
}


def _file(folder: Path, text: str, mode: int) -> Path:
    file = folder / "secret"
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    return file


def test_secret_of_its_owner_alone_is_read(tmp_path: Path) -> None:
    """The end of the line is no part of it."""
    assert read_hidden(_file(tmp_path, REAL + "\n", 0o600)) == REAL


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_secret_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    """The group, or everybody."""
    with pytest.raises(ConfigError, match="set its mode to 0600"):
        read_hidden(_file(tmp_path, REAL, mode))


@pytest.mark.parametrize("text", ["", "changeme", "CHANGEME123", "<your-secret>", "secret", "  "])
def test_placeholder_is_no_secret(tmp_path: Path, text: str) -> None:
    """An example copied from a page is known to everybody."""
    with pytest.raises(ConfigError, match="placeholder"):
        read_hidden(_file(tmp_path, text, 0o600))


def test_missing_file_is_told(tmp_path: Path) -> None:
    """By its name."""
    with pytest.raises(ConfigError, match="none cannot be read"):
        read_hidden(tmp_path / "none")


def test_environment_names_the_provider(tmp_path: Path) -> None:
    """The file of the secret counts before the variable; it is never shown."""
    assert read_outside({}) is None
    settings = read_outside(WHOLE)
    assert settings == OutsideSettings(
        issuer="https://id.example", client_id="gridpatrol", secret=REAL
    )
    assert REAL not in repr(settings)
    file = str(_file(tmp_path, "from-the-file-17", 0o600))
    told = read_outside(WHOLE | {"GRIDPATROL_OIDC_CLIENT_SECRET_FILE": file})
    assert told is not None
    assert told.secret == "from-the-file-17"  # noqa: S105 - of this test


@pytest.mark.parametrize(
    "change",
    [
        {"GRIDPATROL_OIDC_ISSUER": "http://id.example"},
        {"GRIDPATROL_OIDC_ISSUER": "id.example"},
        {"GRIDPATROL_OIDC_CLIENT_ID": ""},
        {"GRIDPATROL_OIDC_CLIENT_SECRET": "changeme"},
        {"GRIDPATROL_OIDC_CLIENT_SECRET": ""},
    ],
    ids=str,
)
def test_provider_that_cannot_be_trusted_is_refused(change: dict[str, str]) -> None:
    """No plain http, nothing missing, no placeholder."""
    with pytest.raises(ConfigError):
        read_outside(WHOLE | change)
