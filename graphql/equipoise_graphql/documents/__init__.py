"""Documents: read, measured, validated."""
