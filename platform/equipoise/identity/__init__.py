"""People, their roles, and the tokens they act with."""
