"""Connections to the systems where values are born."""
