"""Stored plans: filed, read back, compared with others, put in force again."""
