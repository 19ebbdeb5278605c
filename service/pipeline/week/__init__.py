"""A week made: what is known, the problem, the search, the check."""
