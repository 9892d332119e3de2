"""The organisation and its policies."""
