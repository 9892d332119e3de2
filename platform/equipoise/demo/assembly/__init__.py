"""The scorecard of the Assembly & Logistics department."""
