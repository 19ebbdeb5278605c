"""OGC API - Features: what maps and GIS programs read."""
