"""The strategy map: objectives and cause-effect links of a scorecard on one page; advice on it, its layout."""
