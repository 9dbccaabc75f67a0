"""What people wrote about a customer's data lies under the customer's key."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from kedang import vault
from kedang.quality.models import Finding, SampleAnswer

RIGHT_AAD = b"sample_answer"


def seal_right(customer_id: int, values: dict[str, str]) -> bytes | None:
    """{"first", "second", "final"} → sealed; None when nothing was said."""
    said = {side: text for side, text in values.items() if text}
    if not said:
        return None
    body = json.dumps(said, ensure_ascii=False).encode()
    return vault.seal(f"customer:{customer_id}", "profile", body, aad=RIGHT_AAD)


def right_of(answers: Sequence[SampleAnswer], customer_id: int) -> dict[str, dict[str, str]]:
    """key → side → right value."""
    sealed = [one for one in answers if one.right is not None]
    opened = vault.unseal_many(
        [(bytes(one.right or b""), f"customer:{customer_id}", "profile", RIGHT_AAD) for one in sealed]
    )
    found: dict[str, dict[str, Any]] = {one.key: {} for one in answers}
    for one, body in zip(sealed, opened, strict=True):
        found[one.key] = json.loads(body) if body is not None else {}
    return found


def reasons_of(findings: Sequence[Finding]) -> dict[int, str]:
    """Why they are ignored, by id; one query for all keys."""
    sealed = [one for one in findings if one.ignored_why is not None]
    opened = vault.unseal_many(
        [
            (bytes(one.ignored_why or b""), f"customer:{one.customer_id}", "profile", b"finding")
            for one in sealed
        ]
    )
    return {one.pk: body.decode() if body else "" for one, body in zip(sealed, opened, strict=True)}
