"""Settings of the service from three places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import ConfigError
from service.web.configuring import read_web_settings
from service.web.settings import WebSettings

if TYPE_CHECKING:
    from pathlib import Path


def test_command_line_wins_over_environment_and_environment_over_file(tmp_path: Path) -> None:
    """Whoever stands nearer to the start says the last word."""
    file = tmp_path / "office.toml"
    file.write_text('[service]\nport = 1\nhost = "10.0.0.1"\nworkers = 3\n', encoding="utf-8")
    said = read_web_settings(
        {"GRIDPATROL_PORT": "2", "GRIDPATROL_HOST": "10.0.0.2"}, file=file, port=3, host=None
    )
    assert (said.port, said.host, said.workers) == (3, "10.0.0.2", 3)


def test_paths_of_the_file_are_beside_it(tmp_path: Path) -> None:
    """A service is started from anywhere."""
    file = tmp_path / "office.toml"
    file.write_text('[service]\ntls_cert = "a.crt"\ntls_key = "/b.key"\n', encoding="utf-8")
    said = read_web_settings({}, file=file)
    assert said.tls_cert == tmp_path / "a.crt"
    assert str(said.tls_key) == "/b.key"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[service]\nprot = 1\n", "unknown names: prot"),
        ("[servce]\nport = 1\n", "unknown names: servce"),
        ("[service]\nport = 'a'\n", "Expected a whole number for port, got 'a'."),
        ("[service]\nport = 70000\n", "Expected a port from 0 to 65535, got 70000."),
        ("[service]\nallow_plain = 'perhaps'\n", "Expected true or false for allow_plain"),
        ("[service]\ntls_cert = 'a'\n", "Expected a certificate and its key, got one of them"),
        ("[service]\nlog_level = 'loud'\n", "Expected a log level of debug, info"),
        ("[service]\nworkers = -1\n", "Expected 0 or more workers, got -1."),
        ("[service]\nupload_limit_bytes = 0\n", "Expected an upload limit of 1 byte or more"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(tmp_path: Path, text: str, told: str) -> None:
    """A setting that is not understood is never skipped."""
    file = tmp_path / "office.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_web_settings({}, file=file)
    assert told in str(caught.value)
    assert caught.value.zh


def test_password_of_an_example_is_refused() -> None:
    """Whoever copied the file of settings must still choose."""
    with pytest.raises(ConfigError, match="placeholder"):
        read_web_settings({"GRIDPATROL_STORE": "postgresql://office:changeme@db/town"})


def test_secrets_are_not_shown_with_the_settings() -> None:
    """A log or a traceback may show settings."""
    assert "geheim" not in repr(WebSettings(store="postgresql://a:geheim@b/c"))


@pytest.mark.parametrize(
    ("host", "proxy", "plain", "allowed"),
    [
        ("127.0.0.1", (), False, True),
        ("localhost", (), False, True),
        ("::1", (), False, True),
        ("0.0.0.0", (), False, False),  # noqa: S104 - what is refused
        ("0.0.0.0", (), True, True),  # noqa: S104
        ("0.0.0.0", ("10.0.0.1",), False, True),  # noqa: S104
    ],
)
def test_passwords_travel_over_plain_http_only_where_told(
    host: str,
    proxy: tuple[str, ...],
    plain: bool,  # noqa: FBT001 - one of the cases
    allowed: bool,  # noqa: FBT001
) -> None:
    """On this machine, behind https, or when the operator takes the risk."""
    settings = WebSettings(store="town.gpkg", host=host, proxy=proxy, allow_plain=plain)
    assert settings.may_sign_in is allowed
    assert settings.cookie.startswith("__Host-") is bool(proxy)
