"""Applications that act for people or for themselves."""
