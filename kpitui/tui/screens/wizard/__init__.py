"""The goal wizard: its page, the form of each step, and its texts."""
