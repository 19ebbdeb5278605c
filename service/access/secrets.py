"""Secrets: made here, shown once, stored as hashes."""

from __future__ import annotations

import hashlib
import hmac
import secrets

_BYTES = 32
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without signs that look alike on paper: i, l, o, 0, 1."""
_GROUPS, _GROUP = 4, 5


def new_secret() -> str:
    """Make a secret of 256 bits that may stand in an address."""
    return secrets.token_urlsafe(_BYTES)


def new_password() -> str:
    """Make a password that can be read out: four groups of five signs, 99 bits."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def fingerprint(secret: str) -> str:
    """Hash a secret of full strength; a password needs ``service.access.passwords``."""
    return hashlib.sha256(secret.encode()).hexdigest()


def csrf_of(secret: str) -> str:
    """Derive what forms bring back from the secret of a session, which it does not give away."""
    return derived(secret, "csrf")


def derived(secret: str, purpose: str) -> str:
    """Derive one more secret for a purpose; it gives away neither the first nor the others."""
    return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two secrets in a time that says nothing of where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())
