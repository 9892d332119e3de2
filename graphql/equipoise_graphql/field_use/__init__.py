"""Use of the schema: counted as it happens, told to administrators."""
