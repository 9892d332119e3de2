"""Units, scorecards, perspectives, objectives and the strategy map."""
