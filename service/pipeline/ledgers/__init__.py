"""Ledgers in: what is read, asked, answered, corrected, and what becomes of every row."""
