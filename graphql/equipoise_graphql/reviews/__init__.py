"""Flags, and reviews of scorecards."""
