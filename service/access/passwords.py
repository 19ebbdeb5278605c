"""Passwords, hashed with argon2id."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from data.errors import InputError

MEMORY_KIB = 65_536
PASSES = 3
LANES = 1
"""More would give one sign-in every processor; see docs/adr/0058-who-may-do-what.md."""
SHORTEST = 10
FEWEST = 5
"""Different signs: aaaaaaaaaa and 1212121212 are guessed first."""
LONGEST = 256
"""Signs of a password; a longer one would only cost time."""


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)


def hashed(password: str) -> str:
    """
    Hash a password; it takes a quarter of a second of processor, on purpose.

    Raises
    ------
    InputError
        If it is shorter than 10 signs or longer than 256, digits alone, or has few signs.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputError(
            f"Expected a password of {SHORTEST} to {LONGEST} signs, got {len(password)}.",
            zh=f"密码须为 {SHORTEST} 至 {LONGEST} 个字符，现为 {len(password)} 个。",
        )
    if password.isdecimal() or len(set(password.casefold())) < FEWEST:
        raise InputError(
            f"Expected a password of more than digits, with {FEWEST} different signs at least.",
            zh=f"密码不能全是数字，且至少含 {FEWEST} 个不同的字符。",
        )
    return _hasher().hash(password)


def fits(password: str, known: str) -> bool:
    """Tell whether a password is the one that was hashed."""
    if len(password) > LONGEST:
        return False
    try:
        return _hasher().verify(known, password)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(known: str) -> bool:
    """Tell whether a hash was made with other parameters than today's."""
    return _hasher().check_needs_rehash(known)
