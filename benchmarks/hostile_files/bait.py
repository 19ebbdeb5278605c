"""Where hostile files are made, the list of them, and what several kinds share."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Maker = Callable[["Bait"], Path]

HOSTILE: dict[str, Maker] = {}
"""Name of each file to the function that makes it."""
HEADER = "企业名称,村,经度,纬度"


class Bait:
    """
    Where a hostile file is made, and what it reaches for.

    Parameters
    ----------
    folder
        An empty folder.
    secret
        A file that nothing may open.
    address
        An HTTP address that nothing may ask.
    """

    def __init__(self, folder: Path, *, secret: Path, address: str) -> None:
        self.folder = folder
        self.secret = secret
        self.address = address

    def put(self, name: str, content: bytes | str) -> Path:
        """Write a file."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path


def hostile(maker: Maker) -> Maker:
    """Put a maker on the list under its own name."""
    HOSTILE[maker.__name__] = maker
    return maker


def packed(members: dict[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack a zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def entity(bait: Bait) -> str:
    """Declare an entity that is the secret file."""
    return f'<!DOCTYPE r [<!ENTITY x SYSTEM "{bait.secret.as_uri()}">]>'


LAUGHS = (
    '<!DOCTYPE r [<!ENTITY a "haha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10))
    + '<!ENTITY x "&k;">]>'
)


def vrt(source: str) -> str:
    """Write a GDAL virtual layer over a source."""
    return (
        '<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource relativeToVRT="0">'
        f"{source}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
    )
