"""Where in a sheet the values are."""
