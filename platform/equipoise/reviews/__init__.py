"""Scorecard reviews: KPIs are flagged, people are asked, decisions are taken and carried out."""
