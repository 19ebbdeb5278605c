"""How people sign in elsewhere, by OpenID Connect: what the operator sets."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from data.errors import ConfigError
from service.access.hidden import read_hidden, real_secret

if TYPE_CHECKING:
    from collections.abc import Mapping

ISSUER = "GRIDPATROL_OIDC_ISSUER"
CLIENT = "GRIDPATROL_OIDC_CLIENT_ID"
SECRET = "GRIDPATROL_OIDC_CLIENT_SECRET"  # noqa: S105 - the name of a variable
SECRET_FILE = "GRIDPATROL_OIDC_CLIENT_SECRET_FILE"  # noqa: S105 - the name of a variable
VIEWERS = "GRIDPATROL_OIDC_MAKE_VIEWERS"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideSettings:
    """
    The provider that knows the people of the office.

    Parameters
    ----------
    issuer
        Its address, as its discovery document names it; https, but on this machine.
    client_id, secret
        As the provider gave them.
    makes_viewers
        Whether somebody unknown gets an account: a viewer who sees no town until an administrator
        says which.

    Raises
    ------
    ConfigError
        If a value is missing, the secret is a placeholder, or the issuer is no https address.
    """

    issuer: str
    client_id: str
    secret: str = field(repr=False)
    makes_viewers: bool = False

    def __post_init__(self) -> None:
        parts = urlsplit(self.issuer)
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts.hostname))
        if not is_safe or not parts.hostname or parts.query or parts.fragment:
            raise ConfigError(
                f"Expected {ISSUER} with an https address, got {self.issuer!r}.",
                zh=f"{ISSUER} 应为 https 地址，现为“{self.issuer}”。",
            )
        if not self.client_id:
            raise ConfigError(f"{CLIENT} is not set.", zh=f"未设置 {CLIENT}。")
        real_secret(self.secret, where=SECRET)


def read_outside(environment: Mapping[str, str]) -> OutsideSettings | None:
    """
    Read what the environment says of an outside sign-in; ``None`` where it names no issuer.

    Raises
    ------
    ConfigError
        If it is not whole; a secret file that others may read is refused.
    """
    issuer = environment.get(ISSUER, "").strip()
    if not issuer:
        return None
    file = environment.get(SECRET_FILE, "").strip()
    secret = read_hidden(Path(file)) if file else environment.get(SECRET, "").strip()
    return OutsideSettings(
        issuer=issuer,
        client_id=environment.get(CLIENT, "").strip(),
        secret=secret,
        makes_viewers=environment.get(VIEWERS, "").strip().lower() in ("1", "true", "yes"),
    )


def _is_here(host: str | None) -> bool:
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False
