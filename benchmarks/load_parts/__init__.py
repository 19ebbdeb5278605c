"""Parts of the benchmark of load: a town, its people, programs to watch, and what people do."""
