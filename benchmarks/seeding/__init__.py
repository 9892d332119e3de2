"""The measured data: one organisation made by the product's own use cases, and as many copies as are asked for."""
