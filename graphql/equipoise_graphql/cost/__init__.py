"""What a document costs, and how much each client may still spend."""
