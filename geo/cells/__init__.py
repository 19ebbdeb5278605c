"""Grid cells: their tally, which hotspots are real, and which places go together."""
