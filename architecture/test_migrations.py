"""Every change of a model has its migration."""

import io

import pytest
from django.core.management import call_command
from django.db import models

from kedang.people.models import Department


def missing() -> str:
    said = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said, no_color=True)
    except SystemExit:
        return said.getvalue()
    return ""


def test_the_migrations_are_complete(db: None) -> None:
    assert missing() == ""


def test_a_field_without_migration_is_caught(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    field: models.CharField[str, str] = models.CharField(max_length=7)
    field.set_attributes_from_name("planted")
    monkeypatch.setattr(Department._meta, "local_fields", [*Department._meta.local_fields, field])
    assert "planted" in missing()
