"""What customers said, sealed under their `profile` key."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from kedang import vault
from kedang.engagement.models import Complaint, Invitation
from kedang.engagement.questions import Answers

ANSWERS, CONTENT, OUTCOME = b"answers", b"complaint", b"outcome"


def seal(text: str, customer_id: int, aad: bytes) -> bytes | None:
    return vault.seal(f"customer:{customer_id}", "profile", text.encode(), aad=aad) if text else None


def words_of(complaints: Iterable[Complaint]) -> dict[int, tuple[str, str]]:
    """(content, outcome) by id, with one look-up for all keys; empty where the key was destroyed."""
    rows = list(complaints)
    content = _open([(row.content, row.customer_id, CONTENT) for row in rows])
    outcome = _open([(row.outcome, row.customer_id, OUTCOME) for row in rows])
    return {row.pk: (c, o) for row, c, o in zip(rows, content, outcome, strict=True)}


def seal_answers(answers: Answers, customer_id: int) -> bytes | None:
    return seal(json.dumps(vars(answers), ensure_ascii=False), customer_id, ANSWERS)


def answers_of(invitations: Iterable[Invitation]) -> dict[int, Answers]:
    rows = [row for row in invitations if row.answers]
    opened = _open([(row.answers, row.customer_id, ANSWERS) for row in rows])
    return {row.pk: _answers(text) for row, text in zip(rows, opened, strict=True) if text}


def _answers(text: str) -> Answers:
    body: dict[str, Any] = json.loads(text)
    return Answers(values=body["values"], texts=body["texts"])


def _open(sealed: Sequence[tuple[bytes | memoryview | None, int, bytes]]) -> list[str]:
    wanted = [(bytes(one), f"customer:{pk}", "profile", aad) for one, pk, aad in sealed if one]
    opened = iter(vault.unseal_many(wanted))
    return [(next(opened) or b"").decode() if one else "" for one, _pk, _aad in sealed]
