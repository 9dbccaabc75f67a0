"""Whether the drive is there at all: the organisation's choice."""

from __future__ import annotations

from kedang.people.models import Organisation

OPTION = "drive"


def is_on(organisation: Organisation | None = None) -> bool:
    office = organisation or Organisation.objects.filter(pk=1).first()
    if office is None or office.set_up_at is None:
        return False
    return bool(office.options.get(OPTION, {}).get("on", True))
