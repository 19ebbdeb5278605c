"""From road graph to travel times: speeds, snapping, searches, drives, closures."""
