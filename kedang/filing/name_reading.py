"""A ruled name read backwards: which values does it carry?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kedang.core.patterns import Group, Part, Token
from kedang.filing.file_names import look_back, split_extension, without_count
from kedang.filing.naming import Rule, date_expression

_DATE_KEYS = {"date": "", "year": "YYYY", "month": "MM", "day": "DD"}
_DIGITS = {"%Y": r"\d{4}", "%y": r"\d\d", "%m": r"\d\d", "%d": r"\d\d"}


def read_name(rule: Rule, name: str) -> dict[str, str] | None:
    """The values in `name` by token key, if some pattern of `rule` could have made it; otherwise None.

    A value that contains the mark which follows it cannot be told apart; such a name counts as unread.
    """
    # `_2` is a count, `_2023` may be a year: first as if it were a count, then as it stands.
    for candidate in dict.fromkeys([without_count(name), name]):
        stem, _extension = split_extension(candidate)
        for pattern in rule.patterns:
            if (values := _read(pattern, stem)) is not None:
                return values
    return None


def _read(pattern: Sequence[Part], stem: str) -> dict[str, str] | None:
    keys: list[str] = []
    expression = _expression(pattern, keys)
    found = re.fullmatch(expression, stem) if expression else None
    if found is None:
        return None
    return {key: look_back(value) for key, value in zip(keys, found.groups(), strict=True) if value}


def _expression(parts: Sequence[Part], keys: list[str], after: str = "") -> str | None:
    """A regular expression for `parts` that never backtracks far; None if two values touch."""
    written = ""
    for place, part in enumerate(parts):
        following = _first_mark(parts[place + 1 :]) if place + 1 < len(parts) else after
        if isinstance(part, str):
            written += re.escape(part)
        elif isinstance(part, Group):
            inner = _expression(part.parts, keys, following or "")
            if inner is None:
                return None
            written += f"(?:{inner})?"
        else:
            value = _value_expression(part, following)
            if value is None:
                return None
            keys.append(f"field:{part.argument}" if part.key == "field" else part.key)
            written += f"({value})"
    return written


def _value_expression(token: Token, following: str | None) -> str | None:
    if token.key in _DATE_KEYS:
        layout = date_expression(token.argument or _DATE_KEYS[token.key])
        return re.sub(
            "|".join(_DIGITS), lambda code: _DIGITS[code.group()], re.escape(layout).replace(r"\%", "%")
        )
    if following is None:
        return None
    return f"[^{re.escape(following)}]+" if following else ".+"


def _first_mark(parts: Sequence[Part]) -> str | None:
    """The characters a value must stop at before `parts`; None where another value follows directly."""
    first = parts[0]
    if isinstance(first, str):
        return first[0]
    if isinstance(first, Group):
        inside = _first_mark(first.parts)
        beyond = _first_mark(parts[1:]) if len(parts) > 1 else ""
        return None if inside is None or beyond is None else inside + beyond
    return None
