"""What each command answers, as lines for people."""
