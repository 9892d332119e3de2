"""The strategy of an organisation as one document: written out, and brought back in."""
