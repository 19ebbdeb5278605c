"""The service: pages, interface for programs and maps, links of teams; all over HTTP."""
