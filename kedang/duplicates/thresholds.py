"""From which certainty on a pair is listed, and from which it is called sure: settings of the organisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kedang.core.errors import Invalid
from kedang.people.models import Organisation

KEY = "duplicates"


@dataclass(frozen=True)
class Thresholds:
    listed: float = 0.9
    sure: float = 0.995

    def as_json(self) -> dict[str, Any]:
        return {"listed": self.listed, "sure": self.sure}


def present() -> Thresholds:
    organisation = Organisation.objects.filter(pk=1).first()
    stored = organisation.options.get(KEY, {}) if organisation else {}
    return Thresholds(**stored)


def read(listed: float, sure: float) -> Thresholds:
    """Raises Invalid: not between 50 % and 100 %, or in the wrong order."""
    for field, value in (("listed", listed), ("sure", sure)):
        if not 0.5 <= value < 1:
            raise Invalid(_("应在 50% 与 100% 之间"), field=field, value=f"{value:.2%}")
    if listed > sure:
        raise Invalid(_("“基本确定”不能低于“列出”"), field="sure")
    return Thresholds(round(listed, 4), round(sure, 4))
