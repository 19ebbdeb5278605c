"""A week that runs: changed by hand, or planned anew from a moment on."""
