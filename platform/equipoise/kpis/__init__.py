"""KPIs: what they measure, their targets, and the values recorded for them."""
