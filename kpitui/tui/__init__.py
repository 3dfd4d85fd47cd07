"""The app: the only layer that knows Textual. Pages show views from the services and turn keys into services."""
