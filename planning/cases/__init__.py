"""What becomes of what was found: the life of a finding, its due days."""
