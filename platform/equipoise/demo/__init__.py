"""The demo organisation: Lindmoor, a maker of cargo bikes and of the drive units inside them. Invented throughout."""
