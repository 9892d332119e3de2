"""Sending requests over kept connections, each waiting for its answer, and timing them."""
