"""What a team opens by its link."""
