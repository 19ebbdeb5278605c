"""Pictures: the pages that planners, inspectors and analysts open, offline, in two languages."""
