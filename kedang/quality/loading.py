"""The records as the rules take them: a fixed number of queries for some hundred customers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

from django.utils import timezone

from kedang.core.clock import today
from kedang.customers.completeness import completeness_of_many
from kedang.customers.contacts import open_points
from kedang.customers.models import ContactPoint, Customer, Progress, Project
from kedang.customers.record import load_states
from kedang.dealings import totals
from kedang.people.models import Person
from kedang.quality.models import Bounce
from kedang.quality.rules.model import Point, Record


def records_of(ids: Collection[int]) -> list[Record]:
    """Those in use, by id."""
    customers = list(Customer.objects.in_use().filter(pk__in=ids).order_by("pk"))
    states = load_states(customers, {"facts"})
    gaps = completeness_of_many(customers)
    points = points_of(ids)
    figures = totals.figures_of_many(ids)
    there, projects = _owners_there(customers), _open_projects(ids)
    contacted = {pk: one.last_contact_at for pk, one in figures.items()}
    return [
        Record(
            customer=one,
            state=states[one.pk],
            points=points[one.pk],
            gaps=[gap.key for gap in gaps[one.pk].gaps],
            has_owner=one.owner_id in there,
            open_projects=projects[one.pk],
            created_on=timezone.localtime(one.created_at).date(),
            last_contact=timezone.localtime(at).date() if (at := contacted.get(one.pk)) else None,
            today=today(),
        )
        for one in customers
    ]


def points_of(ids: Collection[int]) -> dict[int, list[Point]]:
    found: dict[int, list[Point]] = defaultdict(list)
    rows = ContactPoint.objects.in_use().filter(customer_id__in=ids).order_by("pk")
    bounced = _bounced(ids)
    for opened in open_points(rows):
        one = opened.point
        token = bytes(one.token) if one.token else b""
        found[one.customer_id].append(
            Point(
                one.pk, one.kind, opened.value, opened.raw or "", one.verified_on, one.valid_until,
                is_bounced=bounced.get(one.pk) == token,
            )
        )  # fmt: skip
    return found


def _bounced(ids: Collection[int]) -> dict[int, bytes]:
    rows = Bounce.objects.filter(point__customer_id__in=ids)
    return {pk: bytes(token) for pk, token in rows.values_list("point_id", "token")}


def _owners_there(customers: Sequence[Customer]) -> set[int]:
    ids = {one.owner_id for one in customers if one.owner_id}
    rows = Person.objects.filter(pk__in=ids, is_active=True, suspended_at=None)
    return set(rows.values_list("pk", flat=True))


def _open_projects(ids: Collection[int]) -> Counter[int]:
    rows = Project.objects.filter(customer_id__in=ids, trashed_at=None).exclude(progress=Progress.CLOSED)
    return Counter(rows.values_list("customer_id", flat=True))
