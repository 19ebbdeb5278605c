"""An outcome of `gridpatrol roads load`, for tests that only care about some of it."""

from __future__ import annotations

from service.results.road import RoadsResult

WHOLE = RoadsResult(
    file="town.osm",
    form="osm",
    nodes=2,
    edges=2,
    km=4.03,
    parts=1,
    margin_km=None,
    clipped_km=0.0,
    dropped_km=0.0,
    dropped_parts=0,
    odd_speeds=0,
    odd_lengths=0,
    barred_rows=0,
    shapeless_rows=0,
    places=0,
    sites=0,
    median_m=None,
    largest_m=None,
    far_sites=None,
    limit_m=300.0,
)
"""A file that was kept whole; ``dataclasses.replace`` says what matters to a test."""
