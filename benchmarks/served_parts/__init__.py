"""A service in a process of its own, on a copy of a store, with somebody who may read it."""
