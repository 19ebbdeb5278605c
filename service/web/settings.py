"""How the service is run."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING

from data.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from data.words import Lang
    from service.access.outside import OutsideSettings

_LARGEST_PORT = 65_535
LOG_LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """
    Settings of ``gridpatrol serve``.

    Parameters
    ----------
    store
        Path of the store file, or a ``postgresql://`` address.
    lang
        Language of whoever has not chosen one.
    host, port
        Where it listens; port 0 takes any that is free.
    tls_cert, tls_key
        Certificate with its chain, and its key, both PEM; both or neither.
    proxy
        Addresses of https proxies, whose word about the caller is taken; empty where there is none.
    allow_plain
        Whether people may sign in over plain http from other machines.
    upload_limit_bytes
        Largest request that is read.
    work_folder
        Where uploads, what was made of them, and backups are kept; ``None`` for a folder beside the
        store's file, or in the home of the user that runs the service.
    keep_uploads_days
        Days for which uploaded files are kept once what became of them is settled, >= 1.
    backup_folder
        Where a filled store on a server is backed up before an upgrade; ``None``: nowhere, and it
        is not upgraded.
    migrate_without_backup
        Whether it is upgraded without.
    workers
        Pieces of long work that run at once here; 0 leaves them to ``gridpatrol worker``.
    log_level
        One of ``LOG_LEVELS``.
    admin_password_file
        Holds the one-time password of the first administrator; ``None`` makes one.
    outside
        Where people sign in by OpenID Connect; ``None`` for passwords alone.

    Raises
    ------
    ConfigError
        If a value is outside its range.
    """

    store: str = field(repr=False)  # may hold a password
    lang: Lang = "zh"
    host: str = "127.0.0.1"
    port: int = 8000
    tls_cert: Path | None = None
    tls_key: Path | None = None
    proxy: tuple[str, ...] = ()
    allow_plain: bool = False
    upload_limit_bytes: int = 100 * 2**20
    work_folder: Path | None = None
    keep_uploads_days: int = 30
    backup_folder: Path | None = None
    migrate_without_backup: bool = False
    workers: int = 1
    log_level: str = "info"
    admin_password_file: Path | None = None
    outside: OutsideSettings | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.port <= _LARGEST_PORT:
            raise ConfigError(
                f"Expected a port from 0 to {_LARGEST_PORT}, got {self.port}.",
                zh=f"端口应在 0 到 {_LARGEST_PORT} 之间，现为 {self.port}。",
            )
        if self.workers < 0:
            raise ConfigError(
                f"Expected 0 or more workers, got {self.workers}.",
                zh=f"工作进程数不能小于 0，现为 {self.workers}。",
            )
        if self.upload_limit_bytes < 1:
            raise ConfigError(
                f"Expected an upload limit of 1 byte or more, got {self.upload_limit_bytes}.",
                zh=f"上传上限至少为 1 字节，现为 {self.upload_limit_bytes}。",
            )
        if self.keep_uploads_days < 1:
            raise ConfigError(
                f"Expected keep_uploads_days of 1 or more, got {self.keep_uploads_days}.",
                zh=f"keep_uploads_days 至少为 1 天，现为 {self.keep_uploads_days}。",
            )
        if (self.tls_cert is None) != (self.tls_key is None):
            raise ConfigError(
                "Expected a certificate and its key, got one of them; set both.",
                zh="证书 --tls-cert 和私钥 --tls-key 必须同时给出。",
            )
        if self.log_level not in LOG_LEVELS:
            raise ConfigError(
                f"Expected a log level of {', '.join(LOG_LEVELS)}, got {self.log_level!r}.",
                zh=f"日志级别只能是 {'、'.join(LOG_LEVELS)}，现为“{self.log_level}”。",
            )

    @property
    def secure(self) -> bool:
        """Tell whether browsers reach it by https, itself or through a proxy."""
        return self.tls_cert is not None or bool(self.proxy)

    @property
    def is_local(self) -> bool:
        """Tell whether only this machine reaches it."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def may_sign_in(self) -> bool:
        """Tell whether a password may come over the line as it is."""
        return self.secure or self.is_local or self.allow_plain

    @property
    def cookie(self) -> str:
        """Name the cookie of a session; browsers refuse a ``__Host-`` one over plain http."""
        return "__Host-gridpatrol" if self.secure else "gridpatrol"
