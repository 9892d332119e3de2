"""Attacks over real sockets, on a server process of its own."""
