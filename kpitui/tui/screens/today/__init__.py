"""Today, the home page. The prepaint imports `view`, `texts` and `lines`, which do without Textual."""
