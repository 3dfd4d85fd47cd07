"""Figures from sources, and the file that describes them."""
