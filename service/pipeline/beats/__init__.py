"""Beats: a town divided among teams by the work its cells make."""
