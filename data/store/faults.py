"""What a database's own errors mean, in one line that names the store."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from data.errors import StoreError

Said = tuple[str, str]
"""One sentence, in English and in Chinese."""


def sqlstate(error: DBAPIError) -> str | None:
    """Return the five signs by which a server names an error; a file has none."""
    state = getattr(error.orig, "sqlstate", None)
    return None if state is None else str(state)


def newer_version(place: object, *, found: int, newest: int) -> StoreError:
    """
    Make the error for a store that this program is too old for.

    Parameters
    ----------
    place
        Path, or address without its password.
    found, newest
        Version of the store, and the newest that this program knows.
    """
    return StoreError(
        f"{place} was written by a newer version of this program (store version {found}, this "
        f"program knows {newest}); update the program. It was not changed.",
        zh=f"{place} 由更新版本的程序写成（库版本 {found}，本程序只认到 {newest}），"
        "请升级程序；未作改动。",
    )


def sentence(error: DBAPIError | PendingRollbackError | PoolTimeoutError) -> Said:
    """Say in English and Chinese what the database's own words mean."""
    if isinstance(error, PoolTimeoutError):
        return _BUSY_SERVER
    if isinstance(error, PendingRollbackError):  # something was asked after the connection was lost
        return _LOST
    words = _first_line(str(error.orig))
    if not hasattr(error.orig, "sqlstate"):
        return _file_sentence(words)
    if sqlstate(error) is None and isinstance(error, OperationalError | InterfaceError):
        return _without_answer(words)
    return _server_sentence(sqlstate(error) or "", words)


def _first_line(words: str) -> str:
    """Keep the fault itself; a driver adds hints and the SQL below it."""
    lines = words.strip().splitlines() or [""]
    return lines[0].rstrip(".")


_LOCKED: Said = (
    "another program is writing to it; try again when that is done.",
    "另一个程序正在写入，请等它完成后再试。",
)
_FULL: Said = ("the disk is full; the store is as it was before.", "磁盘已满，库未改动。")
_LOST: Said = (
    "the connection to the server was lost; see whether the last change is there, then try again.",
    "与服务器的连接中断，请先看上一次改动是否已存入，再重试。",
)
_BUSY_SERVER: Said = (
    "the server has no free connection; try again in a moment.",
    "服务器没有空闲连接，请稍后再试。",
)
_NO_RIGHT: Said = (
    "this user may not do that; ask the administrator for the right to read and write the store.",
    "此地址的用户权限不足，请数据库管理员授予读写全部库表的权限。",
)

_SERVER_STATES: dict[str, Said] = {
    "55P03": _LOCKED,
    "40P01": _LOCKED,
    "40001": _LOCKED,
    "53100": _FULL,
    "53300": _BUSY_SERVER,
    "42501": _NO_RIGHT,
    "25006": (
        "the server only lets it be read; name the main server, not its copy.",
        "该服务器只允许读取，请改用主服务器，而不是备机。",
    ),
    "57P01": _LOST,
    "57P02": _LOST,
    "57P03": (
        "the server is starting or stopping; try again in a minute.",
        "服务器正在启动或关闭，请一分钟后再试。",
    ),
}


def _without_answer(words: str) -> Said:
    """Tell apart why no statement was answered; connecting gives words and no sqlstate."""
    if any(
        word in words for word in ("starting up", "shutting down", "recovery", "not yet accept")
    ):
        return _SERVER_STATES["57P03"]
    if "too many" in words or "remaining connection slots" in words:
        return _BUSY_SERVER
    if words.startswith("connection failed") or "timeout expired" in words:
        return unreachable(words)
    return _LOST


def unreachable(words: str) -> Said:
    """Say that nobody answers at an address, with the reason the driver gives."""
    reason = words.removeprefix("connection failed: ")
    en = f"the server cannot be reached ({reason}); check that it runs, and its host and port."
    return en, f"连不上服务器（{reason}），请检查服务器是否在运行、主机和端口是否正确。"


def _server_sentence(state: str, words: str) -> Said:
    if state in _SERVER_STATES:
        return _SERVER_STATES[state]
    return _LOST if state.startswith("08") else _other(words)


def _file_sentence(words: str) -> Said:
    if "locked" in words or "busy" in words:
        return _LOCKED
    if "disk is full" in words:
        return _FULL
    if "readonly" in words or "unable to open" in words:
        return (
            "cannot be written; check the rights of the file and of its folder.",
            "无法写入，请检查文件和所在文件夹的权限。",
        )
    if "malformed" in words or "not a database" in words:
        return (
            f"the file is damaged ({words}); restore a backup.",
            f"文件已损坏（{words}），请恢复备份。",
        )
    return _other(words)


def _other(words: str) -> Said:
    return (
        f"the database answered: {words}; see with `gridpatrol doctor` whether the store is well.",
        f"数据库报告：{words}；请运行 gridpatrol doctor 检查库是否完好。",
    )
