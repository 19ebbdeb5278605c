"""What each command answers: frozen records."""
