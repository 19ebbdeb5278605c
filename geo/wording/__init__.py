"""Sentences of many sites at once, as text and as pieces of JSON."""
