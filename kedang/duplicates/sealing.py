"""What takes a merge back, sealed under the target's `profile` key: it holds what is personal."""

from __future__ import annotations

import json
from typing import Any

from kedang import vault

_AAD = b"merge"


def seal_undo(target_id: int, undo: Any) -> bytes:
    body = json.dumps(undo, ensure_ascii=False, default=str).encode()
    return vault.seal(f"customer:{target_id}", "profile", body, aad=_AAD)


def open_undo(sealed: bytes | memoryview, target_id: int) -> Any:
    plain = vault.unseal(bytes(sealed), owner=f"customer:{target_id}", purpose="profile", aad=_AAD)
    return json.loads(plain)
