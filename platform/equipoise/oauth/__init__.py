"""The OAuth 2 server: frontends act for a person who consented, services for themselves."""
