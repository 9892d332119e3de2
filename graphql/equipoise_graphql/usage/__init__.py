"""Evidence of use."""
