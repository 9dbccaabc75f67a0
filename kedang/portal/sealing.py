"""What customers asked for, sealed under their `profile` key; and the hash of a code."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from kedang import vault
from kedang.portal.models import ChangeRequest, PortalLink

WANTED, ANSWER, ASKED = b"portal-wanted", b"portal-answer", b"portal-asked"
Wanted = dict[str, Any]


def seal(text: str, customer_id: int, aad: bytes) -> bytes:
    return vault.seal(f"customer:{customer_id}", "profile", text.encode(), aad=aad)


def seal_wanted(wanted: Wanted, customer_id: int) -> bytes:
    return seal(json.dumps(wanted, ensure_ascii=False), customer_id, WANTED)


def wanted_of(requests: Iterable[ChangeRequest]) -> dict[int, Wanted]:
    """By id; nothing where the key was destroyed."""
    rows = list(requests)
    opened = vault.unseal_many(
        [(bytes(row.wanted), f"customer:{row.customer_id}", "profile", WANTED) for row in rows]
    )
    return {row.pk: json.loads(plain) for row, plain in zip(rows, opened, strict=True) if plain is not None}


def answers_of(requests: Iterable[ChangeRequest]) -> dict[int, str]:
    rows = [row for row in requests if row.answer]
    opened = vault.unseal_many(
        [(bytes(row.answer or b""), f"customer:{row.customer_id}", "profile", ANSWER) for row in rows]
    )
    return {row.pk: plain.decode() for row, plain in zip(rows, opened, strict=True) if plain is not None}


def asked_for(link: PortalLink) -> list[str]:
    if not link.asked_for:
        return []
    owner = f"customer:{link.customer_id}"
    return (
        vault.unseal(bytes(link.asked_for), owner=owner, purpose="profile", aad=ASKED).decode().splitlines()
    )


def code_digest(link: PortalLink, code: str) -> bytes:
    return vault.mac("lookup", f"portal-code:{link.pk}:{code}".encode())
