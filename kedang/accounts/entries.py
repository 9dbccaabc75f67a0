"""Rules that entries about people obey, and how the ledger tells of changes."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from kedang.accounts import passwords
from kedang.core.errors import Invalid
from kedang.people.models import Person


def clean_email(email: str) -> str:
    """Raise Invalid unless `email` is an address."""
    cleaned = email.strip().lower()
    try:
        validate_email(cleaned)
    except ValidationError:
        raise Invalid(
            _("邮箱格式不正确"), field="email", value=email, remedy=_("例如 zhangsan@example.com。")
        ) from None
    return cleaned


def check_password(password: str, person: Person) -> None:
    try:
        passwords.validate(password, person)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), field="password") from None


def change(field: str, old: object, new: object) -> dict[str, object]:
    return {"field": field, "label": field, "old": old, "new": new}


def changes_between(before: Mapping[str, object], after: Mapping[str, object]) -> list[dict[str, object]]:
    return [change(name, before.get(name, ""), new) for name, new in after.items() if before.get(name) != new]
