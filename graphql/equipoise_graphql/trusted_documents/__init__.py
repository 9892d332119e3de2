"""Trusted documents, as administrators and their programs see them."""
