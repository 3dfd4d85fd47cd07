"""KPITUI: the KPI desk of a one-person business, in a terminal.

This file states the version and nothing else, because every command imports it first.
"""

__version__ = "0.1.0"
