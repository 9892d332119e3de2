"""The company's scorecard."""
