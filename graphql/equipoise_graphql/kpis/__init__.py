"""KPIs with their targets and values."""
