"""Which database holds what: everything in `default`, keys in a store of their own."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.db.models import Model

KEYS = "keys"

_SQLITE_START = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"  # acknowledged means on the disk, also after a power cut
    "PRAGMA foreign_keys=ON;"
    "PRAGMA cache_size=-32000;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA mmap_size=268435456;"
    # 16 MB instead of 4: pages that an import touches in each chunk are copied home once in several.
    "PRAGMA wal_autocheckpoint=4000;"
)


def sqlite(path: Path | str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            # IMMEDIATE: a transaction that will write waits for its turn at the start
            # and never fails half way with "database is locked".
            "transaction_mode": "IMMEDIATE",
            "init_command": _SQLITE_START,
            "timeout": 10,
        },
    }


def from_url(url: str) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name?option=value` or `sqlite:///path`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(unquote(parts.path))
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError(f"unknown database scheme {parts.scheme!r}: use postgresql:// or sqlite://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


class Router:
    """The vault's tables live in the key store, all others in the default database."""

    def _home(self, app_label: str) -> str:
        return KEYS if app_label == "vault" else "default"

    def db_for_read(self, model: type[Model], **_hints: object) -> str:
        return self._home(model._meta.app_label)

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **_hints: object) -> bool:
        return db == self._home(app_label)
