"""Where mail leaves: `KEDANG_SMTP_URL=smtp://user:password@host:587` (STARTTLS), `smtps://…:465`, `smtp+plain://…:25`."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit


def from_url(url: str) -> dict[str, str | int | bool]:
    """Django's mail settings; without an address none, and nothing is mailed."""
    parts = urlsplit(url)
    if url and parts.scheme not in {"smtp", "smtps", "smtp+plain"}:
        raise ValueError(f"unknown mail scheme {parts.scheme!r}: use smtp://, smtps:// or smtp+plain://")
    return {
        "EMAIL_HOST": parts.hostname or "",
        "EMAIL_PORT": parts.port or {"smtps": 465, "smtp": 587}.get(parts.scheme, 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }
