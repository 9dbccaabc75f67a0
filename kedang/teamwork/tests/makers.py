"""Teamwork for tests, made through the actions."""

from __future__ import annotations

from typing import Any

from kedang.core.actor import as_actor
from kedang.customers.models import Customer
from kedang.people.models import Person
from kedang.teamwork.actions.comments import comment
from kedang.teamwork.actions.pool import release, set_pool
from kedang.teamwork.commenting import Said
from kedang.teamwork.models import Comment, Pool, PoolEntry


def make_comment(customer: Customer, text: str = "下周要续约", *, by: Person, **said: Any) -> Comment:
    return comment(customer, Said(text, **said), actor=as_actor(by))


def make_pool(by: Person, **rules: Any) -> Pool:
    """`by` may manage templates and rules."""
    given = {
        "name": "公海", "department": None, "daily_claims": 5, "daily_views": 20, "most_held": 200,
        "cool_down_days": 7, "idle_days": None, "warn_days": 7, "stages": ["prospect"],
    }  # fmt: skip
    return set_pool(Pool, given | rules, actor=as_actor(by))


def make_entry(customer: Customer, *, by: Person, reason: str = "预算取消") -> PoolEntry:
    return release(customer, reason, actor=as_actor(by))
