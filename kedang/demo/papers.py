"""The documents of the demo company: what each says, decided by its customer's index and its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from kedang.demo.clientele import KNOWN, Client, client
from kedang.demo.words import chance, words

_FIRST_DAY, _DAYS = date(2023, 3, 1), 1300
_TERM = timedelta(days=364)


@dataclass(frozen=True)
class Paper:
    """One document before it is filed. `lines`: plain text; a line that begins with `#` is a row of cells."""

    code: str
    format: str
    title: str
    original_name: str
    written_on: date
    lines: list[str]
    fields: dict[str, str]
    project: str
    seed: str
    sender: str
    seller: str
    extra: dict[str, str] = field(default_factory=dict)


@cache
def paper(index: int, number: int, *, seller: str, revised: bool = False) -> Paper:
    """Document `number` of customer `index`; `revised`: its second version."""
    one, dice = client(index), chance("paper", index, number)
    kind = _kind(one, number)
    written = _written(index, number, dice.randrange(_DAYS))
    facts = _facts(one, index, number, written, seller, kind)
    lines = [_filled(line, facts) for line in _body(kind, dice)]
    format_ = dice.choice(kind["formats"])
    name = dice.choice(kind["names"])
    if index == KNOWN and number == 0:  # the one the guide speaks of
        name, format_ = "扫描件{n:03d}", "pdf"  # i18n: data
    return Paper(
        code=kind["code"],
        format=format_,
        title=facts["title"],
        original_name=f"{_filled(name, facts)}.{format_}",
        written_on=written,
        lines=lines + ([words("papers")["revised"]] if revised else []),
        fields={key: _filled(text, facts) for key, text in kind["fields"].items()},
        project=one.projects[number % len(one.projects)] if one.projects and number % 3 == 0 else "",
        seed=f"{index}-{number}-{int(revised)}",
        sender=one.email,
        seller=seller,
    )


def _kind(one: Client, number: int) -> dict[str, Any]:
    """In turn from a shuffled deck, so that everybody has some of everything."""
    deck = [
        kind
        for kind in words("papers")["kinds"]
        if one.stage in kind["stages"] and not (kind.get("enterprise") and one.is_person)
        for _card in range(kind["weight"])
    ]
    if one.index == KNOWN and number == 0:
        return next(kind for kind in deck if kind["code"] == "contract")
    chance("deck", one.index, number // len(deck)).shuffle(deck)
    found: dict[str, Any] = deck[number % len(deck)]
    return found


def _written(index: int, number: int, day: int) -> date:
    return date(2023, 10, 1) if (index, number) == (KNOWN, 0) else _FIRST_DAY + timedelta(days=day)


def _facts(
    one: Client, index: int, number: int, written: date, seller: str, kind: dict[str, Any]
) -> dict[str, Any]:
    dice = chance("facts", index, number)
    unit = dice.randrange(8, 300) * 100
    facts: dict[str, Any] = {
        "n": number + 1,
        "no": f"{written:%Y%m%d}{index:03d}{number:02d}",
        "invoice": f"99{written:%y}{index:06d}{number:06d}"[:20],
        "customer": one.name,
        "company": words("papers")["company"],
        "contact": one.contact,
        "seller": seller,
        "product": dice.choice(words("papers")["products"]),
        "industry": one.trade["industry"],
        "amount": str(unit * 12),
        "unit": str(unit),
        "date": written.isoformat(),
        "until": (written + _TERM).isoformat(),
        "uscc": one.uscc,
    }
    return facts | {"title": _filled(kind["title"], facts)}


def _body(kind: dict[str, Any], dice: Any) -> list[str]:
    """Each `*` becomes a clause, none twice and in their order."""
    known = kind["clauses"]
    chosen = sorted(dice.sample(range(len(known)), min(kind["lines"].count("*"), len(known))))
    clauses = iter([known[place] for place in chosen])
    return [text for line in kind["lines"] if (text := next(clauses, "") if line == "*" else line)]


def _filled(text: str, facts: dict[str, Any]) -> str:
    return text.format(**facts)
