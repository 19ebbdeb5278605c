"""Entry points and wiring: settings, the pipeline from step to step, the command line."""
