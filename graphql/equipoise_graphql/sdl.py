"""The committed SDL: `python -m equipoise_graphql.sdl` writes it, a test compares it.

With `--release` it also becomes what later changes are compared with: do so when a version is released.
"""

import argparse
from pathlib import Path

from equipoise_graphql.schema import schema

COMMITTED = Path(__file__).with_name("schema.graphql")
RELEASED = Path(__file__).with_name("released.graphql")
"""The schema that frontends rely on: that of the last version."""


def sdl() -> str:
    """The schema as it is served."""
    return schema.as_str() + "\n"


def _main() -> None:
    parser = argparse.ArgumentParser(prog="python -m equipoise_graphql.sdl", description="Write down the schema.")
    parser.add_argument("--release", action="store_true", help="it is that of a version which is released now")
    for path in (COMMITTED, RELEASED) if parser.parse_args().release else (COMMITTED,):
        path.write_text(sdl(), encoding="utf-8")


if __name__ == "__main__":
    _main()
