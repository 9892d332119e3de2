"""The demo organisation entered through the use cases, as its people would have done it."""
