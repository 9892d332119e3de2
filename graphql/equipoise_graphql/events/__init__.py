"""Events as subscriptions show them."""
