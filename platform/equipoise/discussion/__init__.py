"""What people say about KPIs: comments, check-ins, and citations in decisions."""
