"""Importing a file: the page, its texts, and how a path that is typed goes on."""
