"""Places: roads and travel times, grid cells, hotspots, clusters, and the risk of each site."""
