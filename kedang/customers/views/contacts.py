"""Contact points, contact persons and projects of one customer. Each answers with the panel as it is now."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.core.clock import today
from kedang.customers.actions import contacts as deeds
from kedang.customers.actions.projects import add_project
from kedang.customers.completeness import completeness_of
from kedang.customers.contact_forms import ContactForm, ContactPersonForm
from kedang.customers.contacts import ContactInput, open_points
from kedang.customers.models import ContactPerson, ContactPoint, Customer
from kedang.customers.record_page import contacts_context
from kedang.customers.typed import parse_date
from kedang.customers.views.finding import again, close, contact_person_of, customer_of, may, part, point_of
from kedang.ui.toast import toast


@require_GET
def panel(request: SignedInRequest, customer_id: int) -> HttpResponse:
    return _panel(request, customer_of(request, customer_id))


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def contact_new(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """`?kind=email` when a gap is filled; `?person=` for one of a contact person."""
    customer = customer_of(request, customer_id)
    check_right(request.actor, "edit", customer, resource="contact_point")
    form = ContactForm(request.POST or None, initial=request.GET.dict() or {"kind": "mobile"})
    if form.does(lambda: deeds.add_contact(customer, form.given(), actor=request.actor)):
        toast(request, _("已保存联系方式"))
        return close(_panel(request, customer))
    return again(
        part(request, "contact_form", {"form": form, "customer": customer, "title": _("添加联系方式")})
    )


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def contact(request: SignedInRequest, point_id: int) -> HttpResponse:
    point = point_of(request, point_id)
    check_right(request.actor, "edit", point)
    form = ContactForm(request.POST or None, initial={
        "kind": point.kind, "label": point.label, "absent_reason": point.absent_reason,
        "person": point.contact_person.name if point.contact_person else "",
        "revision": point.revision,
    })  # fmt: skip
    form.fields["value"].help_text = _("留空则保持原来的内容不变。") if not point.is_absent else ""
    if form.does(lambda: _change(request, point, form)):
        toast(request, _("已保存联系方式"))
        return close(_panel(request, point.customer))
    context = {"form": form, "customer": point.customer, "point": point, "title": _("修改联系方式")}
    return again(part(request, "contact_form", context))


def _change(request: SignedInRequest, point: ContactPoint, form: ContactForm) -> None:
    expected = form.cleaned_data["revision"]
    deeds.change_contact(point, _changed(point, form), expected=expected, actor=request.actor)


@require_POST
def contact_remove(request: SignedInRequest, point_id: int) -> HttpResponse:
    point = point_of(request, point_id)
    deeds.remove_contact(point, actor=request.actor)
    toast(request, _("已移除%(kind)s") % {"kind": point.get_kind_display()})
    return close(_panel(request, point.customer))


@require_POST
def contact_verify(request: SignedInRequest, point_id: int) -> HttpResponse:
    point = point_of(request, point_id)
    deeds.verify_contact(point, on=today(), actor=request.actor)
    toast(request, _("已记为今天核实"))
    return _panel(request, point.customer)


@sensitive_post_parameters()
@require_POST
def contact_unmask(request: SignedInRequest, point_id: int) -> HttpResponse:
    value = deeds.unmask_contact(point_of(request, point_id), actor=request.actor)
    return HttpResponse(
        value, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"}
    )


@require_http_methods(["GET", "POST"])
def contact_person(request: SignedInRequest, person_id: int) -> HttpResponse:
    person = contact_person_of(request, person_id)
    check_right(request.actor, "edit", person)
    if request.POST.get("remove"):
        deeds.remove_contact_person(person, actor=request.actor)
        toast(request, _("已移除联系人"))
        return close(_panel(request, person.customer))
    form = ContactPersonForm(request.POST or None, initial={
        "name": person.name, "title": person.title, "gender": person.gender, "is_primary": person.is_primary,
        "revision": person.revision,
    })  # fmt: skip
    if form.does(lambda: _change_person(request, person, form)):
        toast(request, _("已保存联系人"))
        return close(_panel(request, person.customer))
    context = {"form": form, "person": person, "may": may(request.actor, person.customer)}
    return again(part(request, "contact_person", context))


def _change_person(request: SignedInRequest, person: ContactPerson, form: ContactPersonForm) -> None:
    typed = dict(form.cleaned_data)
    deeds.change_contact_person(
        person, typed.pop("name"), expected=typed.pop("revision"), **typed, actor=request.actor
    )


@require_http_methods(["GET", "POST"])
def project_new(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = customer_of(request, customer_id)
    check_right(request.actor, "edit", customer, resource="folder")
    if request.method == "POST":
        days = {name: request.POST.get(name, "") for name in ("starts_on", "ends_on")}
        dates = {name: _date(day) for name, day in days.items() if day}
        add_project(customer, request.POST.get("name", ""), **dates, actor=request.actor)
        toast(request, _("已添加项目"))
        projects = customer.projects.filter(trashed_at=None).order_by("-starts_on", "-id")
        return close(part(request, "projects", {"customer": customer, "projects": projects,
                                                "may": may(request.actor, customer)}))  # fmt: skip
    return part(request, "project_form", {"customer": customer})


def _changed(point: ContactPoint, form: ContactForm) -> ContactInput:
    """The stored value never travels to the form: one left empty stays as it is."""
    given = form.given()
    if not given.value and not given.absent_reason:
        given.value = open_points([point])[0].raw or ""
    return given


def _panel(request: SignedInRequest, customer: Customer) -> HttpResponse:
    context = contacts_context(customer) | {
        "customer": customer,
        "may": may(request.actor, customer),
        "is_swap": True,
    }
    return part(request, "contacts", context | {"completeness": completeness_of(customer)})


def _date(typed: str) -> date:
    return date.fromisoformat(parse_date(typed))
