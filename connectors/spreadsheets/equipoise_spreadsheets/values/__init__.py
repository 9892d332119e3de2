"""From what a cell holds to what it means."""
