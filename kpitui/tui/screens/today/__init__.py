"""Today, the home page. The prepaint imports `view` and `texts`, which do without Textual."""
