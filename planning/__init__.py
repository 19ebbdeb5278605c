"""Decisions: what the week must hold, which problem that is, the plan that solves it, its check."""
