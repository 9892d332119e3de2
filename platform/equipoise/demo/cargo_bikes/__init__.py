"""The scorecard of the Cargo Bikes division."""
