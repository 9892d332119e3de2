"""That the measurements can be relied on. They are no part of what is installed, so they are found by their folder."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2]))
