"""Parts of the benchmark of the feedback of a score on itself."""
