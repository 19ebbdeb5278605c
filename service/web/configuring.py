"""Settings of the service: from the command line, the environment, and one file."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.config import read_toml
from data.errors import ConfigError
from service.access.hidden import real_secret
from service.access.outside import read_outside
from service.settings import read_flag, read_settings
from service.web.settings import WebSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLE = "service"
PREFIX = "GRIDPATROL_"
_PATHS = frozenset({"tls_cert", "tls_key", "work_folder", "admin_password_file", "backup_folder"})
_WHOLE = frozenset({"port", "upload_limit_bytes", "keep_uploads_days", "workers"})
_FLAGS = frozenset({"allow_plain", "migrate_without_backup"})
_LISTS = frozenset({"proxy"})
_ELSEWHERE = frozenset({"outside"})
"""Read by a room of its own."""
_KNOWN = tuple(field.name for field in fields(WebSettings) if field.name not in _ELSEWHERE)


def read_web_settings(
    environment: Mapping[str, str], *, file: Path | None = None, **said: object
) -> WebSettings:
    """
    Join the command line, the environment and the settings file, each winning over the next.

    Parameters
    ----------
    environment
        Usually ``os.environ``: ``GRIDPATROL_STORE``, ``GRIDPATROL_HOST``, ``GRIDPATROL_PORT`` …,
        every field of ``WebSettings`` in capitals.
    file
        A TOML file with one table ``[service]`` of the same names; ``None`` where there is none.
    said
        What the command line says; ``None`` where it says nothing.

    Raises
    ------
    ConfigError
        If a name is not known, a value is none of its kind, or a placeholder stands for a secret.
    """
    chosen: dict[str, Any] = dict(_from_file(file)) if file else {}
    chosen |= _from_environment(environment)
    chosen |= {name: value for name, value in said.items() if value is not None}
    common = read_settings(environment, store=chosen.get("store"), lang=chosen.get("lang"))
    settings = WebSettings(
        **{
            **{name: _read(name, value) for name, value in chosen.items()},
            "store": common.store,
            "lang": common.lang,
            "outside": read_outside(environment),
        }
    )
    password = settings.store.rpartition("@")[0].rpartition(":")[2]
    if password:
        real_secret(password, where=f"{PREFIX}STORE")
    return settings


def _from_file(file: Path) -> Mapping[str, Any]:
    tables = read_toml(file)
    own: dict[str, Any] = tables.get(TABLE, {})
    strange = sorted({*(set(tables) - {TABLE}), *(set(own) - set(_KNOWN))})
    if strange:
        raise ConfigError(
            f"Settings file {file.name} has unknown names: {', '.join(strange)}; "
            f"[{TABLE}] may have {', '.join(_KNOWN)}.",
            zh=f"配置文件 {file.name} 中有不认识的名字：{'、'.join(strange)}；"
            f"[{TABLE}] 可用：{'、'.join(_KNOWN)}。",
        )
    beside = {name: str(file.parent / own[name]) for name in _PATHS & own.keys()}
    return own | beside


def _from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    named = {name: environment.get(f"{PREFIX}{name.upper()}") for name in _KNOWN}
    return {name: value for name, value in named.items() if value}


def _read(name: str, value: Any) -> Any:  # noqa: ANN401 - text of the environment, or of TOML
    if name in _PATHS:
        return Path(value)
    if name in _LISTS:
        parts = value.split(",") if isinstance(value, str) else value
        return tuple(str(part).strip() for part in parts if str(part).strip())
    if name in _WHOLE:
        return _whole(name, value)
    if name in _FLAGS and not isinstance(value, bool):
        return read_flag(name, str(value))
    return value


def _whole(name: str, value: object) -> int:
    try:
        return int(str(value))
    except ValueError as error:
        raise ConfigError(
            f"Expected a whole number for {name}, got {value!r}.",
            zh=f"{name} 应为整数，现为“{value}”。",
        ) from error
