"""Evidence of use: who looked at, talked about and decided on which KPI, by day."""
