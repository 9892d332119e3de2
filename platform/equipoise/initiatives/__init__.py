"""Work that moves an objective."""
