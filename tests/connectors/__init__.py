"""Tests of the connector SDK and of the connectors that come with it."""
