"""Which province a landline's area code belongs to (the numbering plan of the fixed network, by leading digits)."""

from __future__ import annotations

import re

# Leading digits after the 0 → first two digits of GB/T 2260; longer ones go first.
_PREFIXES = {
    "10": "11", "20": "44", "21": "31", "22": "12", "23": "50", "24": "21", "25": "32", "27": "42", "28": "51",
    "29": "61", "31": "13", "33": "13", "349": "14", "35": "14", "37": "41", "39": "41", "41": "21", "42": "21",
    "43": "22", "45": "23", "46": "23", "47": "15", "48": "15", "51": "32", "52": "32", "53": "37", "54": "37",
    "55": "34", "56": "34", "57": "33", "58": "33", "59": "35", "63": "37", "66": "44", "69": "53", "701": "36",
    "71": "42", "72": "42", "73": "43", "74": "43", "75": "44", "76": "44", "77": "45", "79": "36", "81": "51",
    "82": "51", "83": "51", "85": "52", "87": "53", "88": "53", "891": "54", "892": "54", "893": "54", "894": "54",
    "895": "54", "896": "54", "897": "54", "898": "46", "90": "65", "91": "61", "93": "62", "94": "62", "95": "64",
    "97": "63", "99": "65",
}  # fmt: skip
_AREA = re.compile(r"0(\d{2,3})")


def province_of(number: str) -> str:
    """`0571-8888 8888` → `33`; empty for what has no area code."""
    found = _AREA.match(number.strip())
    if found is None:
        return ""
    digits = found[1]
    return _PREFIXES.get(digits[:3], "") or _PREFIXES.get(digits[:2], "")
