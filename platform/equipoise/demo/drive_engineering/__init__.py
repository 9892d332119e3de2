"""The scorecard of the Drive Engineering department."""
