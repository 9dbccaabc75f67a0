"""The words the demo company is made of: data files, since they are no texts for people to translate."""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path
from typing import Any

_FILES = Path(__file__).parent / "data"


@cache
def words(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((_FILES / f"{name}.json").read_text(encoding="utf-8"))
    return found


def chance(*seed: int | str) -> random.Random:
    """The same rolls for the same seed, in every run and on every machine."""
    return random.Random("/".join(map(str, seed)))  # noqa: S311  # makes up data, hides nothing
