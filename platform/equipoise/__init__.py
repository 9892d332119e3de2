"""Equipoise: balanced scorecards that stay alive."""
