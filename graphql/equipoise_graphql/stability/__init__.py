"""What may change about the schema, and what has to be said about it."""
