"""Beats: the town divided into areas of even work, each in one piece."""
