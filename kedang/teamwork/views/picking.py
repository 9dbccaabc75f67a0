"""Whom a hand-over may come from: colleagues, those who left already too."""

from __future__ import annotations

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.people.models import Person


@require_GET
def pick_leaver(request: SignedInRequest) -> JsonResponse:
    check_right(request.actor, "assign", None, resource="customer")
    rows = Person.objects.filter(is_system=False).select_related("department")
    if typed := request.GET.get("q", "").strip()[:40]:
        rows = rows.filter(name__icontains=typed)
    results = [
        {"value": one.pk, "label": one.name, "hint": _hint(one)} for one in rows.order_by("name", "pk")[:20]
    ]
    return JsonResponse({"results": results})


def _hint(person: Person) -> str:
    where = person.department.name if person.department else ""
    if person.is_active and not person.suspended_at:
        return where
    return _("%(department)s（已停用）") % {"department": where}
