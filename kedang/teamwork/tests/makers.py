"""Teamwork for tests, made through the actions."""

from __future__ import annotations

from typing import Any

from kedang.core.actor import as_actor
from kedang.customers.models import Customer
from kedang.people.models import Person
from kedang.teamwork.actions.comments import comment
from kedang.teamwork.commenting import Said
from kedang.teamwork.models import Comment


def make_comment(customer: Customer, text: str = "下周要续约", *, by: Person, **said: Any) -> Comment:
    return comment(customer, Said(text, **said), actor=as_actor(by))
