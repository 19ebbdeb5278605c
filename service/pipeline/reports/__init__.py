"""What reports say, filled from the store; writing them out is one step for all."""
