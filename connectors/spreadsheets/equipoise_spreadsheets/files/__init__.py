"""Files of every type as sheets of cells, safely opened."""
