"""Django's signing key: made on first start, readable by its owner only."""

import os
import secrets
from pathlib import Path


def secret_key(data: Path) -> str:
    """`KEDANG_SECRET_KEY`, or the key in `data/secret.key`, made when it is absent."""
    if value := os.environ.get("KEDANG_SECRET_KEY"):
        return value
    path = data / "secret.key"
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text()
