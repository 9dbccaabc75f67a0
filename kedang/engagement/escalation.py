"""Who is told when feedback is late: the head of the customer's department, or the next one above."""

from __future__ import annotations

from kedang.engagement.models import Complaint
from kedang.people.models import Department


def superiors_of(complaint: Complaint) -> set[int]:
    """The nearest head who is not the owner; empty when there is none."""
    department = complaint.customer.department or complaint.owner.department
    if department is None:
        return set()
    above = [int(part) for part in department.path.strip("/").split("/") if part]
    heads = dict(Department.objects.filter(pk__in=above).values_list("pk", "head_id"))
    for pk in reversed(above):
        head = heads.get(pk)
        if head and head != complaint.owner_id:
            return {head}
    return set()
