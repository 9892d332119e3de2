"""The strategy: units, scorecards, perspectives, objectives, their links, and the map of them."""
