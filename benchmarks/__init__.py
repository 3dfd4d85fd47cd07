"""Benchmarks: ratios taken within one run, never part of the tests. Run one with ``python -m benchmarks.NAME``."""
