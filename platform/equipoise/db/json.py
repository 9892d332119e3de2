"""JSON as it is stored: decimals as text, so that no figure is ever rounded by a float."""

from typing import Any

import msgspec

_encoder = msgspec.json.Encoder(decimal_format="string")
_decoder = msgspec.json.Decoder()


def encode(value: Any) -> str:
    """JSON text of a value that may hold decimals, dates and ids."""
    return _encoder.encode(value).decode()


def decode(text: str | bytes) -> Any:
    return _decoder.decode(text)
