"""What belongs to a customer in this room, and how it goes along in a merge: one part each.

Facts, links, tags, classes, helpers and custom fields are chosen by who merges (`duplicates`): the source keeps its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedang.access import audience
from kedang.access.models import Grant
from kedang.core.clock import now
from kedang.core.text import match_key
from kedang.customers.contacts import AAD
from kedang.customers.merging import Json, Part, register_part
from kedang.customers.models import ContactPerson, ContactPoint, Customer, Project, Relation
from kedang.customers.moving import give_back, hand_over
from kedang.notify.models import Notice

_LONGEST_PROJECT = 120


def register() -> None:
    register_part(
        Part("people", gettext_lazy("联系人"), move_people, put_people_back, _count(ContactPerson), order=10)
    )
    register_part(
        Part(
            "contacts", gettext_lazy("联系方式"), move_points, put_points_back, _count(ContactPoint), order=20
        )
    )
    register_part(
        Part("projects", gettext_lazy("项目"), move_projects, put_projects_back, _projects, order=30)
    )
    register_part(
        Part("relations", gettext_lazy("关联客户"), move_relations, put_relations_back, _relations, order=32)
    )
    register_part(Part("grants", gettext_lazy("单独授权"), _move_grants, _put_grants_back, _grants, order=34))
    register_part(Part("notices", gettext_lazy("消息"), _move_notices, _put_notices_back, _notices, order=90))


def move_people(source_id: int, target_id: int) -> Json:
    """One of a name that is there already goes along out of use: its points get the one that is there."""
    there = {one.name: one for one in _people(target_id)}
    has_primary = any(one.is_primary for one in there.values())
    moved = []
    for one in _people(source_id):
        twin = there.get(one.name)
        points = ContactPoint.objects.filter(contact_person=one) if twin else ContactPoint.objects.none()
        ids = list(points.values_list("pk", flat=True))
        ContactPoint.objects.filter(pk__in=ids).update(contact_person=twin)
        ContactPerson.objects.filter(pk=one.pk).update(
            customer=target_id,
            removed_at=now() if twin else None,
            is_primary=one.is_primary and not has_primary,
        )
        moved.append(
            {"id": one.pk, "primary": one.is_primary, "twin": twin.pk if twin else None, "points": ids}
        )
    return moved


def put_people_back(moved: Json, source_id: int, target_id: int) -> None:
    for one in moved:
        there = ContactPerson.objects.filter(pk=one["id"], customer=target_id)
        if one["twin"]:
            there.update(removed_at=None)
            points = ContactPoint.objects.filter(pk__in=one["points"], contact_person=one["twin"])
            points.update(contact_person=one["id"])
        there.update(customer=source_id, is_primary=one["primary"])


def move_points(source_id: int, target_id: int) -> Json:
    """What is there already stays with the source; a value takes the place of a 暂无 of its kind."""
    theirs, ours = _points(target_id), _points(source_id)
    known = {bytes(one.token) for one in theirs if one.token is not None}
    kinds = {one.kind for one in theirs}
    new = [
        one
        for one in ours
        if (one.token is not None and bytes(one.token) not in known)
        or (one.is_absent and one.kind not in kinds)
    ]
    filled = {one.kind for one in new if not one.is_absent}
    given_up = [one.pk for one in theirs if one.is_absent and one.kind in filled]
    ContactPoint.objects.filter(pk__in=given_up).update(removed_at=now())
    # A person who stayed behind (removed long ago) cannot be anybody's at the target.
    orphans = [
        [one.pk, one.contact_person_id]
        for one in new
        if one.contact_person is not None and one.contact_person.customer_id == source_id
    ]
    ContactPoint.objects.filter(pk__in=[pk for pk, _person in orphans]).update(contact_person=None)
    rows = ContactPoint.objects.filter(pk__in=[one.pk for one in new])
    ids = hand_over(rows, source_id, target_id, {"value": AAD})
    return {"ids": ids, "given_up": given_up, "orphans": orphans}


def put_points_back(moved: Json, source_id: int, target_id: int) -> None:
    give_back(ContactPoint, moved["ids"], source_id, target_id, {"value": AAD})
    for pk, person_id in moved["orphans"]:
        ContactPoint.objects.filter(pk=pk, customer=source_id).update(contact_person=person_id)
    for point in ContactPoint.objects.filter(pk__in=moved["given_up"]):
        if not _points(target_id, kind=point.kind):
            ContactPoint.objects.filter(pk=point.pk).update(removed_at=None)


def move_projects(source_id: int, target_id: int) -> Json:
    """Two projects of one name stay two: the one that comes bears its old customer's number."""
    taken = set(Project.objects.filter(customer=target_id).values_list("match_key", flat=True))
    renamed = []
    for project in Project.objects.filter(customer=source_id, match_key__in=taken).order_by("pk"):
        number = Customer.objects.values_list("number", flat=True).get(pk=source_id)
        name = _free_name(project.name, number, taken)
        renamed.append([project.pk, project.name, name])
        taken.add(match_key(name))
        Project.objects.filter(pk=project.pk).update(name=name, match_key=match_key(name))
    return {
        "ids": hand_over(Project.objects.filter(customer=source_id), source_id, target_id, {}),
        "renamed": renamed,
    }


def put_projects_back(moved: Json, source_id: int, target_id: int) -> None:
    give_back(Project, moved["ids"], source_id, target_id, {})
    for pk, old, new in moved["renamed"]:
        Project.objects.filter(pk=pk, name=new).update(name=old, match_key=match_key(old))


def move_relations(source_id: int, target_id: int) -> Json:
    """Those that would say something twice, of itself, or a second parent stay with the source."""
    moved: dict[str, list[int]] = {"customer": [], "other": []}
    for row in Relation.objects.in_use().filter(customer=source_id).order_by("pk"):
        closes = row.kind == "parent" and _would_ring(target_id, row.other_id)
        if row.other_id != target_id and not closes and not _is_said(target_id, row.other_id, row.kind):
            Relation.objects.filter(pk=row.pk).update(customer=target_id)
            moved["customer"].append(row.pk)
    has_parent = Relation.objects.in_use().filter(other=target_id, kind="parent").exists()
    for row in Relation.objects.in_use().filter(other=source_id).order_by("pk"):
        is_second = row.kind == "parent" and (has_parent or _would_ring(row.customer_id, target_id))
        if (
            row.customer_id != target_id
            and not is_second
            and not _is_said(row.customer_id, target_id, row.kind)
        ):
            Relation.objects.filter(pk=row.pk).update(other=target_id)
            moved["other"].append(row.pk)
    return moved


def put_relations_back(moved: Json, source_id: int, target_id: int) -> None:
    for column, ids in moved.items():
        give_back(Relation, ids, source_id, target_id, {}, column=column)


def _move_grants(source_id: int, target_id: int) -> Json:
    return audience.hand_over_grants(source_id, target_id)


def _put_grants_back(moved: Json, source_id: int, target_id: int) -> None:
    audience.give_back_grants(moved, source_id, target_id)


def _move_notices(source_id: int, target_id: int) -> Json:
    """Their words stay sealed under the key they were written with."""
    rows = Notice.objects.filter(customer_id=source_id)
    ids = list(rows.values_list("pk", flat=True))
    rows.update(customer_id=target_id)
    return ids


def _put_notices_back(moved: Json, source_id: int, target_id: int) -> None:
    Notice.objects.filter(pk__in=moved, customer_id=target_id).update(customer_id=source_id)


def _people(customer_id: int) -> list[ContactPerson]:
    return list(ContactPerson.objects.in_use().filter(customer=customer_id).order_by("pk"))


def _points(customer_id: int, **narrower: Any) -> list[ContactPoint]:
    rows = ContactPoint.objects.in_use().filter(customer=customer_id, **narrower)
    return list(rows.select_related("contact_person").order_by("pk"))


def _free_name(name: str, number: str, taken: Iterable[str]) -> str:
    tail, count = _("（%(number)s）") % {"number": number}, 1
    found = name[: _LONGEST_PROJECT - len(tail)] + tail
    while match_key(found) in taken:
        count += 1
        numbered = f"{tail}{count}"
        found = name[: _LONGEST_PROJECT - len(numbered)] + numbered
    return found


def _is_said(customer_id: int, other_id: int, kind: str) -> bool:
    return Relation.objects.in_use().filter(customer=customer_id, other=other_id, kind=kind).exists()


def _would_ring(parent_id: int, child_id: int) -> bool:
    """Would `parent_id` above `child_id` close a ring of parents?"""
    seen: set[int] = set()
    above: int | None = parent_id
    while above is not None and above not in seen:
        if above == child_id:
            return True
        seen.add(above)
        rows = Relation.objects.in_use().filter(other=above, kind="parent")
        above = rows.values_list("customer_id", flat=True).first()
    return False


def _count(model: type[ContactPerson] | type[ContactPoint]) -> Any:
    def count(customer_id: int) -> int:
        return model._base_manager.filter(customer=customer_id, removed_at=None).count()

    return count


def _projects(customer_id: int) -> int:
    return Project.objects.filter(customer=customer_id).count()


def _relations(customer_id: int) -> int:
    rows = Relation.objects.in_use()
    return rows.filter(customer=customer_id).count() + rows.filter(other=customer_id).count()


def _grants(customer_id: int) -> int:
    return Grant.objects.filter(customer_id=customer_id, ended_at=None).count()


def _notices(customer_id: int) -> int:
    return Notice.objects.filter(customer_id=customer_id).count()
