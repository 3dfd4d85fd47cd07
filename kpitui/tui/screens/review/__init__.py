"""The review of a period: as a list, and one matter after another."""
