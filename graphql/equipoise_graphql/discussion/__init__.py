"""What people say about KPIs."""
