"""Pure rules of the field: periods, scoring, roll-up, targets, map checks, review rules. No I/O, no clock."""
