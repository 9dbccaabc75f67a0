"""Who changed what this week, over all customers a reader may see."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.core.clock import today
from kedang.core.errors import Invalid
from kedang.core.numbers import number_of
from kedang.customers import who_changed
from kedang.customers.attributes import ATTRIBUTES
from kedang.customers.models import Customer, CustomField
from kedang.customers.record import LINKS
from kedang.customers.who_changed import Asked
from kedang.people.models import Department, Person


@require_GET
def changes(request: SignedInRequest) -> HttpResponse:
    """`since`, `until` (this week unless given), `person`, `department`, `kind`, `field`; `before` goes on."""
    check_right(request.actor, "view", Customer)
    asked = _asked(request)
    before = number_of(request.GET.get("before"))
    context: dict[str, Any] = {"asked": asked, "kept": _kept(request)}
    try:
        context["page"] = who_changed.page_of(request.actor, asked, before=before)
    except Invalid as error:
        return render(
            request, "customers/changes.html", context | {"error": error} | _filters(request, asked)
        )
    if before:
        return render(request, "customers/change_rows.html", context)
    context["tally"] = who_changed.tally_of(request.actor, asked)
    return render(request, "customers/changes.html", context | _filters(request, asked))


def _asked(request: SignedInRequest) -> Asked:
    monday, now = who_changed.this_week()
    given = request.GET
    since, until = _day(given.get("since", "")) or monday, _day(given.get("until", "")) or now
    return Asked(
        min(since, until),
        max(since, until),
        person=number_of(given.get("person")),
        department=number_of(given.get("department")),
        kind=given.get("kind", ""),
        field=given.get("field", ""),
    )


def _day(typed: str) -> date | None:
    try:
        return parse_date(typed)
    except ValueError:
        return None


def _kept(request: SignedInRequest) -> str:
    """The filters, for the next page of rows."""
    names = ("since", "until", "person", "department", "kind", "field")
    return urlencode({name: request.GET[name] for name in names if request.GET.get(name)})


def _filters(request: SignedInRequest, asked: Asked) -> dict[str, Any]:
    person = Person.objects.filter(pk=asked.person or 0).first()
    department = Department.objects.filter(pk=asked.department or 0).first()
    return {
        "spans": _spans(asked),
        "kinds": who_changed.kinds(),
        "fields": _fields(),
        "person": person,
        "department": department,
        "is_filtered": bool(asked.person or asked.department or asked.kind or asked.field),
    }


def _spans(asked: Asked) -> list[tuple[str, str, bool]]:
    """Words, address, whether it is the present one."""
    monday, now = who_changed.this_week()
    known = [
        (_("本周"), monday, now),
        (_("上周"), monday - timedelta(days=7), monday - timedelta(days=1)),
        (_("本月"), now.replace(day=1), now),
        (_("今天"), today(), today()),
    ]
    rest = {
        name: getattr(asked, name)
        for name in ("person", "department", "kind", "field")
        if getattr(asked, name)
    }
    base = reverse("customer_changes")
    return [
        (words, f"{base}?{urlencode({'since': first, 'until': last} | rest)}", (first, last) == (asked.since, asked.until))
        for words, first, last in known
    ]  # fmt: skip


def _fields() -> list[tuple[str, str]]:
    standard = [(name, str(one.label)) for name, one in ATTRIBUTES.items()]
    parts = [("contact", _("联系方式")), ("person", _("联系人")), ("project", _("项目"))]
    own = [(one.key, one.title) for one in CustomField.objects.all()]
    return [*standard, *((name, str(words)) for name, words in LINKS.items()), *parts, *own]
