"""Events sent to other systems."""
