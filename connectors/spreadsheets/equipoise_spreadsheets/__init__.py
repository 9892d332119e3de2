"""KPI values from workbooks and text files."""
