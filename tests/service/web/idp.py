"""A provider of OpenID Connect on this machine, with a key of its own, for tests."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, urlsafe_b64encode
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENT, SECRET = "gridpatrol", "a-secret-of-this-test-alone"


@dataclass
class Provider:
    """
    What the provider says, to be changed by a test that wants it to lie.

    Attributes
    ----------
    claims
        Said of the person, over what is right.
    signs_with
        The key of the statement; the published one unless a test says otherwise.
    """

    key: RSAKey
    now: int
    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    signs_with: RSAKey | None = None
    asked: dict[str, str] = field(default_factory=dict)

    def let_in(self, address: str, code: str = "code-1") -> str:
        """Play the person at the provider: take the address, give the way back."""
        asked = {name: found[0] for name, found in parse_qs(urlsplit(address).query).items()}
        self.asked = asked | {"code": code}
        return f"{urlsplit(asked['redirect_uri']).path}?code={code}&state={asked['state']}"

    def discovery(self) -> dict[str, Any]:
        """Describe the provider."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }

    def token(self, form: dict[str, str], client: tuple[str, str]) -> dict[str, Any] | None:
        """Give a statement for a code, to the client that has the verifier of its challenge."""
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = urlsafe_b64encode(proof).rstrip(b"=").decode()
        asked = (self.asked.get("code"), self.asked.get("code_challenge"))
        if asked != (form.get("code"), challenge) or client != (CLIENT, SECRET):
            return None
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "p-17",
            "nonce": self.asked["nonce"],
            "iat": self.now,
            "exp": self.now + 300,
            "preferred_username": "Zhao.Min",
            "name": "赵敏",
        } | self.claims
        stated = jwt.encode({"alg": "RS256", "kid": "k"}, claims, self.signs_with or self.key)
        return {"access_token": "a", "token_type": "Bearer", "id_token": stated}


@contextmanager
def provider(*, now: int) -> Iterator[Provider]:
    """Run a provider on a free port of this machine."""
    told = Provider(RSAKey.generate_key(2048, {"kid": "k"}), now)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/keys":
                self._say({"keys": [told.key.as_dict(private=False)]})
            else:
                self._say(told.discovery())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            form = {name: found[0] for name, found in parse_qs(body).items()}
            said = b64decode(self.headers["authorization"].split()[1]).decode()
            name, _, secret = said.partition(":")
            answer = told.token(form, (unquote(name), unquote(secret)))
            self._say(answer or {"error": "invalid_grant"}, 200 if answer else 400)

        def _say(self, what: object, status: int = 200) -> None:
            body = json.dumps(what).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        told.issuer = f"http://127.0.0.1:{server.server_port}"
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield told
        server.shutdown()
