from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from kedang.access.models import Holding, Post
from kedang.core.clock import now
from kedang.people.models import Department, Person


def test_nobody_holds_the_same_post_twice(outsider: Person, east: Department) -> None:
    post = Post.objects.get(code="service")
    for department in (east, None):
        held = Holding.objects.create(person=outsider, post=post, department=department)
        with pytest.raises(IntegrityError), transaction.atomic():
            Holding.objects.create(person=outsider, post=post, department=department)
        Holding.objects.filter(pk=held.pk).update(ended_at=now())
        Holding.objects.create(person=outsider, post=post, department=department)
