"""How many results it takes before a fitted model is tried at all."""

from __future__ import annotations

LEAST_LOOKS, LEAST_FINDS = 800, 110
"""Looks, and finds among them. Below these no fitted model reliably beat a scorecard on Chicago's
food inspections, of which fewer and fewer were taken (docs/adr/0024)."""
