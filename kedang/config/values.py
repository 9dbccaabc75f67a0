"""Values of environment variables, refused at the start with the variable's name when they make no sense."""

from __future__ import annotations

from collections.abc import Collection


class BadValue(ValueError):
    """What was set, and what would be right."""

    def __init__(self, name: str, value: str, right: str) -> None:
        super().__init__(f"{name}={value!r}: use {right}")


def number(name: str, value: str | int) -> int:
    """A whole number, nothing below nought."""
    try:
        found = int(value)
    except ValueError:
        raise BadValue(name, str(value), "a whole number") from None
    if found < 0:
        raise BadValue(name, str(value), "a number that is not below 0")
    return found


def one_of(name: str, value: str, choices: Collection[str]) -> str:
    if value not in choices:
        raise BadValue(name, value, " or ".join(choices))
    return value
