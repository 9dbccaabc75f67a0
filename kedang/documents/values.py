"""Typed values of the fields a document type has; personal ones are sealed under the document's key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kedang import vault
from kedang.core import preset_names
from kedang.core.masking import mask_value
from kedang.documents.models import Document, DocumentValue
from kedang.filing.fields import checked_values
from kedang.filing.models import DocumentType
from kedang.ui import words

PURPOSE = "document"
# Shown masked (of personal fields only): key → kind of mask.
MASKED = {"id_number": "id_number"}


def parse_fields(document_type: DocumentType | None, raw: Mapping[str, Any]) -> dict[str, str]:
    """The values in normal form, empty ones left out. Raises Invalid naming the field.

    What a type demands is shown as missing, not refused: files come before their facts are known.
    """
    declared = document_type.fields if document_type else []
    return checked_values([{**field, "required": False} for field in declared], raw)


def missing_fields(document_type: DocumentType | None, fields: Mapping[str, str]) -> list[str]:
    """Labels of the demanded fields that are empty."""
    declared = document_type.fields if document_type else []
    return [
        preset_names.shown(each["label"])
        for each in declared
        if each.get("required") and not fields.get(each["key"])
    ]


def rows_of(
    document: Document, document_type: DocumentType | None, fields: Mapping[str, str]
) -> list[DocumentValue]:
    """Unsaved rows for `fields` (in normal form)."""
    declared = {field["key"]: field for field in (document_type.fields if document_type else [])}
    return [_row(document, declared.get(key, {}), key, value) for key, value in fields.items()]


def read_fields(document: Document, rows: Iterable[DocumentValue]) -> dict[str, str]:
    """key → text in normal form; `rows` are those of `document`."""
    return {row.key: _text(document, row) for row in rows}


def shown(field: Mapping[str, Any], value: str) -> str:
    """A value in normal form as an office writes it: 2023年10月1日, ¥333,600.00; the number of an identity card masked."""
    if value and is_masked(field):
        return mask_value(MASKED[field["key"]], value)
    if value and field.get("type") == "date":
        return words.day(date.fromisoformat(value))
    if value and field.get("type") == "money":
        return words.money(Decimal(value))
    return preset_names.shown(value) if field.get("type") == "choice" else value


def is_masked(field: Mapping[str, Any]) -> bool:
    return bool(field.get("personal")) and field.get("key") in MASKED


def masked(fields: Mapping[str, str]) -> dict[str, str]:
    """For a history, which more people read than the field."""
    return {key: mask_value(MASKED[key], value) if key in MASKED else value for key, value in fields.items()}


def _row(document: Document, declared: Mapping[str, Any], key: str, value: str) -> DocumentValue:
    row = DocumentValue(document=document, key=key)
    if declared.get("personal"):
        row.sealed = vault.seal(document.key_owner, PURPOSE, value.encode(), aad=key.encode())
    elif declared.get("type") == "date":
        row.date = date.fromisoformat(value)
    elif declared.get("type") in ("number", "money"):
        row.number = Decimal(value)
    else:
        row.text = value
    return row


def _text(document: Document, row: DocumentValue) -> str:
    if row.sealed is not None:
        plain = vault.unseal(
            bytes(row.sealed), owner=document.key_owner, purpose=PURPOSE, aad=row.key.encode()
        )
        return plain.decode()
    if row.date is not None:
        return row.date.isoformat()
    if row.number is not None:
        return f"{row.number.normalize():f}"
    return row.text
