"""The parts of ``benchmarks/loop.py``: what teams answer, their phones, what was entered, checks."""
