"""Events sent to other systems: signed, repeated until they arrive, and kept in a log."""
