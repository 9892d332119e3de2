"""Which client uses what of the API, so that something deprecated can be removed knowingly."""
