"""Everything a program may ask for, as JSON."""
