"""Texts that come out of a connector, made fit to be kept and shown."""

MESSAGE = 2_000
PLACE = 500
CODE = 60


def shortened(raw: str, most: int) -> str:
    """The text on one line, without what a database or a terminal cannot hold, of at most `most` characters."""
    text = "".join(letter if letter.isprintable() else " " for letter in raw[: most + 1]).strip()
    return text if len(text) <= most else text[: most - 1] + "…"
