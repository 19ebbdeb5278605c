"""How much one file may hold and ask for; messages and documents say these numbers."""

from __future__ import annotations

MAX_ROWS = 200_000
"""Rows of all sheets of a workbook or map file together."""
MAX_UNPACKED_BYTES = 200_000_000
"""What a file may hold once its compression is undone."""
MEMORY_BYTES = 512 * 2**20
"""Memory that the process which reads a file may take, its libraries included."""
