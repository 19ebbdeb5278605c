"""The rules in force, changed, and tried on a week."""
