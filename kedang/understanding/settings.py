"""How far suggestions go by themselves: a setting of the organisation."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from kedang.core.errors import Invalid
from kedang.people.models import Organisation

KEY = "understanding"
LEAST = 80


@dataclass(frozen=True)
class Settings:
    """`accept_from`: per cent from which empty facts are filled without asking; None: never."""

    accept_from: int | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def present() -> Settings:
    organisation = Organisation.objects.filter(pk=1).first()
    kept = (organisation.options.get(KEY) or {}) if organisation else {}
    return Settings(kept.get("accept_from"))


def check(wanted: Settings) -> Settings:
    """Raises Invalid."""
    if wanted.accept_from is not None and not LEAST <= wanted.accept_from <= 100:
        raise Invalid(
            _("应在 %(least)s 与 100 之间") % {"least": LEAST},
            field="accept_from",
            value=str(wanted.accept_from),
        )
    return wanted
