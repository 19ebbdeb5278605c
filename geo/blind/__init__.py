"""Places in no ledger where a workshop could hide, square by square."""
