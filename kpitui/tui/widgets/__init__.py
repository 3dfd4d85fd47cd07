"""The pieces pages are made of: each gets a view and posts messages up; none knows the database."""
