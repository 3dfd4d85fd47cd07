"""Real series, collected from published packages."""
