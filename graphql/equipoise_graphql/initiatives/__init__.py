"""Initiatives and their milestones."""
