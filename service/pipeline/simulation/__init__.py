"""A year of the sample town under five policies."""
