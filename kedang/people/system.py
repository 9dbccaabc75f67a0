"""The named system person, in whose name jobs act."""

from kedang.core.actor import Actor
from kedang.people.models import Person

EMAIL = "system@kedang.invalid"


def system_person() -> Person:
    person, _created = Person.objects.get_or_create(
        email=EMAIL, defaults={"name": "系统", "is_system": True, "is_active": False, "password": "!"}
    )
    return person


def system_actor(*, run_id: int | None = None) -> Actor:
    return Actor(person=system_person(), channel="job", run_id=run_id)
