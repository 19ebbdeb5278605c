"""The provider of OpenID Connect: where people are sent, and who came back."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.errors import ConfigError, OutsideError
from service.access.secrets import derived, same

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from authlib.integrations.httpx_client import OAuth2Client

    from service.access.outside import OutsideSettings

_DISCOVERY = "/.well-known/openid-configuration"
_SCOPE = "openid profile"
_SIGNATURES = ("RS256", "PS256", "ES256", "EdDSA")
"""Keys that the provider alone has; ``none`` and shared secrets are not taken."""
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_PATIENCE_S = 10.0
_LEEWAY_S = 60


class ForgedError(OutsideError):
    """What came back from the provider is not what it was asked for."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(
            f"The sign-in at the provider cannot be trusted ({what}); start again.",
            zh=f"统一身份认证的应答无法通过校验（{what}），请重新登录。",
        )


@dataclass(frozen=True, slots=True)
class Person:
    """Who signed in at the provider: its key for the person, and names to greet by."""

    subject: str
    user_name: str
    full_name: str


@dataclass(frozen=True, slots=True)
class Trip:
    """
    One way to the provider and back.

    Attributes
    ----------
    secret
        Known to this browser alone, by its cookie; state, nonce and PKCE verifier come of it, so
        that nothing is kept here meanwhile.
    back
        Address of ours that the provider leads back to.
    """

    secret: str
    back: str

    @property
    def state(self) -> str:
        """Binds the way back to this browser."""
        return derived(self.secret, "state")

    @property
    def nonce(self) -> str:
        """Binds the provider's statement to this way."""
        return derived(self.secret, "nonce")

    @property
    def verifier(self) -> str:
        """Binds the code to this way (PKCE); it goes to the provider at the end alone."""
        return derived(self.secret, "verifier")


def address_of(settings: OutsideSettings, trip: Trip) -> str:
    """
    Say where to send somebody who wants to sign in.

    Raises
    ------
    OutsideError
        If the provider does not answer.
    ConfigError
        If the extra ``oidc`` is not installed.
    """
    with _client(settings, trip) as client:
        endpoints = _discover(settings, client)
        address, _ = client.create_authorization_url(
            endpoints["authorization_endpoint"],
            state=trip.state,
            nonce=trip.nonce,
            code_verifier=trip.verifier,
        )
        return str(address)


def person_of(
    settings: OutsideSettings, trip: Trip, *, code: str, state: str, moment: datetime
) -> Person:
    """
    Find who came back, and check every word of the provider about it.

    Raises
    ------
    ForgedError
        If state, nonce, issuer, audience, time or signature is wrong.
    OutsideError
        If the provider does not answer, or refuses the code.
    """
    if not same(state, trip.state):
        raise ForgedError("state")
    with _client(settings, trip) as client:
        endpoints = _discover(settings, client)
        token = client.fetch_token(
            endpoints["token_endpoint"], code=code, code_verifier=trip.verifier
        )
        keys = _read(client, endpoints["jwks_uri"])
    claims = _checked(str(token.get("id_token", "")), keys, settings, trip, moment)
    return Person(
        subject=str(claims["sub"]),
        user_name=str(claims.get("preferred_username") or ""),
        full_name=str(claims.get("name") or ""),
    )


def _checked(
    id_token: str,
    keys: Any,  # noqa: ANN401 - what JSON holds
    settings: OutsideSettings,
    trip: Trip,
    moment: datetime,
) -> Mapping[str, Any]:
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    must = {
        "iss": {"essential": True, "value": settings.issuer},
        "aud": {"essential": True, "value": settings.client_id},
        "nonce": {"essential": True, "value": trip.nonce},
        "sub": {"essential": True},
    }
    known = {"nonce": trip.nonce, "client_id": settings.client_id}
    try:
        token = jwt.decode(id_token, KeySet.import_key_set(keys), algorithms=_SIGNATURES)
        claims = CodeIDToken(token.claims, token.header, must, known)
        claims.validate(now=int(moment.timestamp()), leeway=_LEEWAY_S)
    except (JoseError, ValueError, KeyError) as error:
        raise ForgedError(type(error).__name__) from error
    return dict(token.claims)


def _discover(settings: OutsideSettings, client: OAuth2Client) -> Mapping[str, str]:
    address = settings.issuer.rstrip("/") + _DISCOVERY
    found = _read(client, address)
    if found.get("issuer") != settings.issuer:
        raise ForgedError("issuer")
    if any(not isinstance(found.get(name), str) for name in _NEEDED):
        raise ForgedError("discovery")
    return {name: found[name] for name in _NEEDED}


def _read(client: OAuth2Client, address: str) -> Any:  # noqa: ANN401 - what JSON holds
    """Read an open document of the provider; a redirect is not followed."""
    return client.request("GET", address, withhold_token=True).raise_for_status().json()


@contextmanager
def _client(settings: OutsideSettings, trip: Trip) -> Iterator[OAuth2Client]:
    """Talk to the provider; whatever fails on the way is one error of ours."""
    try:
        from authlib.common.errors import AuthlibBaseError
        from authlib.integrations.httpx_client import OAuth2Client
        from httpx2 import HTTPError
    except ImportError as error:
        raise ConfigError(
            "Signing in by OpenID Connect needs: pip install gridpatrol[oidc].",
            zh="统一身份认证需要先安装：pip install gridpatrol[oidc]。",
        ) from error
    try:
        with OAuth2Client(
            settings.client_id,
            settings.secret,
            redirect_uri=trip.back,
            scope=_SCOPE,
            code_challenge_method="S256",
            timeout=_PATIENCE_S,
        ) as client:
            yield client
    except (HTTPError, AuthlibBaseError, ValueError) as error:
        raise OutsideError(
            f"The provider at {settings.issuer} did not let anybody in ({type(error).__name__}).",
            zh=f"统一身份认证 {settings.issuer} 未能完成登录（{type(error).__name__}）。",
        ) from error
