"""Scores of sites, and how well they hold up."""
