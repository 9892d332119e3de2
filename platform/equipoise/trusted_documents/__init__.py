"""Documents that an organisation trusts its clients to send, named by their hash."""
