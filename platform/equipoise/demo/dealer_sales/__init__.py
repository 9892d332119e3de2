"""The scorecard of the Dealer Sales department."""
