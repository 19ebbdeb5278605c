"""Which passwords are taken."""

from __future__ import annotations

import pytest

from data.errors import InputError
from service.access import passwords
from service.access.secrets import new_password


@pytest.mark.parametrize(
    "password",
    ["short", "1234567890", "１２３４５６７８９０", "aaaaaaaaaaaa", "abababABABAB", "x" * 300],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    """Too short or long, digits alone in any script, or the same few signs again."""
    with pytest.raises(InputError):
        passwords.hashed(password)


def test_what_we_give_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """One-time passwords pass the same check, and so does a sentence in Chinese."""
    monkeypatch.setattr(passwords, "MEMORY_KIB", 8)
    passwords._hasher.cache_clear()  # noqa: SLF001 - made with the parameter above
    for password in (*(new_password() for _ in range(20)), "庆祖镇的麦田一望无际啊"):
        assert passwords.fits(password, passwords.hashed(password))
