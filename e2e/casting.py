"""The people of an office, for the programs that fill one before a journey (`python -m e2e.<which> PASSWORD`)."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kedang.people.models import Department, Person


@dataclass(frozen=True)
class Office:
    """Departments under `top`, and people who all sign in with `password`."""

    password: str
    top: Department

    def department(self, name: str) -> Department:
        from kedang.people.models import Department

        made = Department.objects.create(name=name, parent=self.top)
        made.path = f"{self.top.path}{made.pk}/"
        made.save()
        return made

    def person(self, name: str, email: str, post: str = "", where: Department | None = None) -> Person:
        """A head's department knows them as its head."""
        from kedang.access.models import Holding, Post
        from kedang.people.models import Department, Person

        made = Person(name=name, email=email, department=where or self.top)
        made.set_password(self.password)
        made.save()
        if post:
            Holding.objects.create(person=made, post=Post.objects.get(code=post), department=made.department)
        if post == "head":
            Department.objects.filter(pk=made.department_id or 0).update(head=made)
        return made


def open_office(password: str) -> Office:
    """Posts as shipped; nobody has to show a second factor."""
    from kedang.access import presets
    from kedang.people.models import Department, Organisation

    presets.load()
    Organisation.objects.update(options={"security": {"second_factor": "offered"}})
    return Office(password, Department.objects.get(parent=None))


def run(main: Callable[[str], None]) -> None:
    """As a program of its own on KEDANG_DATA."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kedang.config.settings")
    import django

    django.setup()
    main(sys.argv[1])
