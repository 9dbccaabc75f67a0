"""What search knows of dealings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kedang.dealings.models import Interaction, Need, Purchase
from kedang.dealings.sealing import Words, words_of
from kedang.search import index

KINDS = {Purchase: "purchase", Interaction: "interaction", Need: "need"}
_PART = "dealing"


def write(rows: Sequence[Purchase | Interaction | Need], words: Sequence[Words]) -> None:
    """In the transaction of the change."""
    index.write(_entry(row, said) for row, said in zip(rows, words, strict=True))


def rewrite(rows: Sequence[Purchase | Interaction | Need]) -> None:
    """From what is stored now; withdrawn ones are forgotten."""
    known = words_of(rows)
    write(rows, [known.get((type(row), row.pk), Words()) for row in rows])


def forget(rows: Iterable[Purchase | Interaction | Need]) -> None:
    for row in rows:
        index.forget(KINDS[type(row)], [row.pk])


def _entry(row: Purchase | Interaction | Need, words: Words) -> index.Entry:
    return index.Entry(
        kind=KINDS[type(row)],
        subject_id=row.pk,
        customer_id=row.customer_id,
        part=_PART,
        texts={} if row.is_withdrawn else _texts(row, words),
        owner=f"customer:{row.customer_id}",
        purpose="profile",
    )


def _texts(row: Purchase | Interaction | Need, words: Words) -> dict[str, str]:
    if isinstance(row, Purchase):
        found = {"item": row.item, "note": words.text}
    elif isinstance(row, Interaction):
        found = {"content": words.text, "people": "\n".join(words.names)}
    else:
        found = {"need": words.text}
    return {name: text for name, text in found.items() if text}
