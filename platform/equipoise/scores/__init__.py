"""Stored scores: worked out when something changes, up the chain, under a lock per scorecard."""
