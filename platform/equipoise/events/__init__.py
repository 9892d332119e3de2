"""What happened, in an order that readers can resume from."""
