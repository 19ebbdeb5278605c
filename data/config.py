"""Read settings from TOML files, and say in one line what is wrong with one."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from data.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


def read_toml(path: Path) -> dict[str, Any]:
    """
    Read one settings file.

    Parameters
    ----------
    path
        A TOML file in UTF-8, with or without a byte order mark.

    Returns
    -------
    settings
        Tables as dictionaries, values with the types TOML gives them.

    Raises
    ------
    ConfigError
        If there is no such file, it is a folder, it is not UTF-8, or its syntax is wrong; the
        parser's message names the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise ConfigError(
            f"Expected a settings file {path.name}, found none there.",
            zh=f"找不到文件 {path.name}，请检查文件名和所在文件夹。",
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"Settings file {path.name} is not UTF-8; save it as UTF-8.",
            zh=f"配置文件 {path.name} 不是 UTF-8 编码，请另存为 UTF-8。",
        ) from error
    except OSError as error:
        raise ConfigError(
            f"Settings file {path.name} cannot be read: {error.strerror}.",
            zh=f"配置文件 {path.name} 无法读取：{error.strerror}。",
        ) from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f"Settings file {path.name} is not valid TOML: {error}.",
            zh=f"配置文件 {path.name} 的 TOML 写法有误：{error}。",
        ) from error
