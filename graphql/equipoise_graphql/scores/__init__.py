"""Scores with their coverage, as stored and as they once stood."""
