"""What a deployment sets wrongly stops the start, with the variable named."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kedang.config import database, mail
from kedang.config.values import BadValue, number, one_of


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("KEDANG_CIPHER", "ROT13", "KEDANG_CIPHER='ROT13': use AES-256-GCM or SM4-GCM"),
        ("KEDANG_HSTS", "a year", "KEDANG_HSTS='a year': use a whole number"),
        ("KEDANG_HSTS", "-1", "KEDANG_HSTS='-1': use a number that is not below 0"),
        ("KEDANG_DATABASE_URL", "mysql://h/kedang", "unknown database scheme 'mysql'"),
        ("KEDANG_SMTP_URL", "imap://h", "unknown mail scheme 'imap'"),
    ],
)
def test_a_wrong_value_stops_the_start(name: str, value: str, told: str, tmp_path: Path) -> None:
    started = subprocess.run(
        [sys.executable, "-c", "import kedang.config.settings"],
        env={**os.environ, "KEDANG_DATA": str(tmp_path), name: value},
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode == 1
    assert told in started.stderr


def test_numbers_and_choices_are_taken_as_they_are() -> None:
    assert (number("N", "365"), number("N", 0), one_of("C", "b", ("a", "b"))) == (365, 0, "b")
    with pytest.raises(BadValue, match="use a or b"):
        one_of("C", "c", ("a", "b"))


@pytest.mark.parametrize(
    ("url", "engine", "name"),
    [
        ("sqlite:///srv/a%20b.sqlite3", "django.db.backends.sqlite3", "/srv/a b.sqlite3"),
        ("postgresql://u:p%40ss@db:5433/kedang?sslmode=require", "django.db.backends.postgresql", "kedang"),
    ],
)
def test_an_address_names_the_database(url: str, engine: str, name: str) -> None:
    found = database.from_url(url)
    assert (found["ENGINE"], found["NAME"]) == (engine, name)
    if "postgresql" in url:
        assert (found["PASSWORD"], found["PORT"], found["OPTIONS"]) == (
            "p@ss",
            "5433",
            {"sslmode": "require"},
        )


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://u:p%40@mail.example", 587, True, False),
        ("smtps://mail.example:4650", 4650, False, True),
        ("smtp+plain://mail.example", 25, False, False),
    ],
)
def test_mail_leaves_as_its_address_says(url: str, port: int, tls: bool, ssl: bool) -> None:
    found = mail.from_url(url)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, tls, ssl)
    assert found["EMAIL_HOST"] == "mail.example"


def test_keys_have_a_store_of_their_own() -> None:
    router = database.Router()
    assert router.allow_migrate("keys", "vault")
    assert not router.allow_migrate("keys", "customers")
    assert not router.allow_migrate("default", "vault")
