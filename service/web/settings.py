"""How the service is run."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING

from data.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from data.words import Lang
    from service.access.outside import OutsideSettings

_LARGEST_PORT = 65_535


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
        Where it listens.
    secure
        Whether browsers reach it by https, itself or through a proxy; then cookies are
        ``__Host-`` ones.
    allow_plain
        Whether people may sign in over plain http from other machines.
    upload_limit_bytes
        Largest request that is read.
    work_folder
        Where uploads and rendered pages are kept while the service runs.
    workers
        Pieces of long work that run at once here; 0 leaves them to ``gridpatrol worker``.
    admin_password_file
        Holds the one-time password of the first administrator; ``None`` makes one.
    outside
        Where people sign in by OpenID Connect; ``None`` for passwords alone.

    Raises
    ------
    ConfigError
        If a value is outside its range.
    """

    store: str
    lang: Lang = "zh"
    host: str = "127.0.0.1"
    port: int = 8000
    secure: bool = False
    allow_plain: bool = False
    upload_limit_bytes: int = 100 * 2**20
    work_folder: Path | None = None
    workers: int = 1
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
