"""Parts of the benchmark of a county's week: its tables, its ways, its rows of figures."""
