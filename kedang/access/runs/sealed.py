"""A run's arguments and what its undo needs, sealed under the audit key of the month."""

from __future__ import annotations

import json
from typing import Any

from kedang import vault
from kedang.access.models import Run, RunChunk
from kedang.core.clock import now


def month_key() -> str:
    return f"audit:{now():%Y-%m}"


def seal_arguments(args: dict[str, Any], owner: str) -> bytes:
    return vault.seal(owner, "audit", json.dumps(args, ensure_ascii=False).encode(), aad=b"run")


def arguments_of(run: Run) -> dict[str, Any]:
    plain = vault.unseal(bytes(run.arguments), owner=run.arguments_key, purpose="audit", aad=b"run")
    args: dict[str, Any] = json.loads(plain)
    return args


def seal_undo(what: Any) -> bytes | None:
    """The key's owner, a line end, the sealed JSON; None when there is nothing to undo."""
    if not what:
        return None
    owner = month_key()
    body = json.dumps(what, ensure_ascii=False, default=str).encode()
    return owner.encode() + b"\n" + vault.seal(owner, "audit", body, aad=b"undo")


def open_undo(chunk: RunChunk) -> Any:
    owner, _newline, sealed = bytes(chunk.undo or b"").partition(b"\n")
    return json.loads(vault.unseal(sealed, owner=owner.decode(), purpose="audit", aad=b"undo"))
