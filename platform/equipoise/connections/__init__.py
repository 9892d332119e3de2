"""Connections to the systems where values are born, and the runs that fetch them."""
