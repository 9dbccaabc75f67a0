"""The fields of a paper, by the code of its type."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from kedang.understanding.papers import contracts, invoices, others
from kedang.understanding.papers.days import DAY, parse_day
from kedang.understanding.papers.words import Found, even, tight

_EXTRACTORS: dict[str, Callable[[str], list[Found]]] = {
    "contract": contracts.contract,
    "course_agreement": contracts.contract,
    "guarantee": contracts.contract,
    "quote": contracts.quote,
    "proposal": contracts.quote,
    "invoice": invoices.invoice,
    "business_licence": others.licence,
    "id_card": others.id_card,
    "minutes": others.minutes,
    "email": others.mail,
    "communication": others.talk,
    "chat": others.talk,
    "feedback": others.feedback,
    "qualification": others.qualification,
    "authorisation": others.authorisation,
    "purchase_order": others.order,
    "delivery_note": others.order,
}
# Which field of a type is the date of the document, best first.
DATES = ("signed_on", "issued_on", "quoted_on", "met_on", "delivered_on", "established_on", "valid_from")
_WHERE = ("日期", "时间", "Date", "发送时间")
# These are kept as they were written, with their own punctuation.
_PROSE = {
    "subject",
    "sender",
    "recipients",
    "topic",
    "outcome",
    "place",
    "participants",
    "decisions",
    "channel",
}
LONGEST = 20_000


class Contradiction(NamedTuple):
    """An amount in figures and in 大写 that do not agree."""

    figures: str
    capitals: str


def fields_of(code: str, text: str) -> list[Found]:
    """At most one value for each key, the surest first seen."""
    extractor = _EXTRACTORS.get(code)
    if extractor is None:
        return []
    best: dict[str, Found] = {}
    for found in extractor(even(text[:LONGEST])):
        if found.key in _PROSE and found.key != "decisions":
            found = replace(found, value=tight(text[found.start : found.end]))
        if found.key not in best or found.confidence > best[found.key].confidence:
            best[found.key] = found
    return list(best.values())


def contradiction_of(code: str, text: str) -> Contradiction | None:
    look = {
        "contract": contracts.contradiction,
        "quote": contracts.contradiction,
        "invoice": invoices.contradiction,
    }
    found = look[code](even(text[:LONGEST])) if code in look else None
    return Contradiction(*found) if found else None


def date_of(fields: list[Found], text: str) -> Found | None:
    """The date of the paper: its own field, a labelled date, else the last line that is a date."""
    known = {found.key: found for found in fields}
    for key in DATES:
        if key in known:
            return known[key]
    plain = even(text[:LONGEST])
    match = re.search(rf"(?:{'|'.join(_WHERE)})[ \t]*[:][ \t]*(?P<day>{DAY})", plain)
    if match and (day := parse_day(match["day"])):
        return Found("date", day.isoformat(), match.start("day"), match.end("day"), 0.9, match.group()[:2])
    alone = list(re.finditer(rf"(?m)^[ \t]*(?P<day>{DAY})[ \t]*$", plain))
    if alone and (day := parse_day(alone[-1]["day"])):
        return Found(
            "date", day.isoformat(), alone[-1].start("day"), alone[-1].end("day"), 0.75, alone[-1]["day"]
        )
    return None
