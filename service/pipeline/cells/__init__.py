"""Scores on cells: hotspots, how they go, where to look next."""
