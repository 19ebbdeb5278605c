"""What belongs to the levers of a simulated year."""
