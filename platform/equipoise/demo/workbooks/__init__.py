"""Workbooks that look as people make them, with the configuration by which the spreadsheet connector reads each."""
