"""The extras, each with its parts together."""
