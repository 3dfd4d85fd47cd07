"""Joining the database of another machine."""
