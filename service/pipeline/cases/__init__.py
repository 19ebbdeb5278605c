"""Findings, orders, dispositions, tip-offs and experts, followed until they are closed."""
