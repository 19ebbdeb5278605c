"""What teams bring back: each visit once, however often it is sent."""
