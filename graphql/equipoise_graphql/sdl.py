"""The committed SDL: `python -m equipoise_graphql.sdl` writes it, a test compares it."""

from pathlib import Path

from equipoise_graphql.schema import schema

COMMITTED = Path(__file__).with_name("schema.graphql")


def sdl() -> str:
    """The schema as it is served."""
    return schema.as_str() + "\n"


if __name__ == "__main__":
    COMMITTED.write_text(sdl(), encoding="utf-8")
