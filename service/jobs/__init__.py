"""Long work: a queue in the store, workers, and a child process for each piece."""
