"""KPITUI: the KPI desk of a one-person business, in a terminal.

This file states the version and the home page and nothing else, because every command imports it first.
"""

__version__ = "0.1.0"

HOME_PAGE = ""
"""Where the project lives, without a slash behind it. While it is empty, no link and no address of it is shown."""
