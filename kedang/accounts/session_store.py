"""Sessions in the database, without what opens them: the row bears a digest of the key in the cookie.

Whoever steals the database, or a copy of it, cannot sign in with what stands there.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from kedang.core.prepared import Prepared

# 160 bits, in the library's column of 40 characters. The key is random: no salt, no slow hash.
_LENGTH = 40
_STORED = Prepared(lambda key: Session.objects.filter(session_key=key))


def digest_of(key: str) -> str:
    return sha256(f"session:{key}".encode()).hexdigest()[:_LENGTH]


class SessionStore(db.SessionStore):
    """As Django's, but `session_key` is in the cookie only; rows are found by `stored_key`."""

    @property
    def stored_key(self) -> str:
        return digest_of(self.session_key) if self.session_key else ""

    def exists(self, session_key: str) -> bool:
        return super().exists(digest_of(session_key))

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            Session.objects.filter(session_key=digest_of(key)).delete()

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        row = super().create_model_instance(data)
        row.session_key = digest_of(row.session_key)
        return row

    def _get_session_from_db(self) -> Session | None:
        rows = _STORED(self.stored_key) if self.session_key else []
        if not rows or rows[0].expire_date <= timezone.now():
            self._session_key = None
            return None
        return rows[0]
