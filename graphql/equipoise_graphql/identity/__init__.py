"""People, their roles and their access tokens."""
