"""A new customer: form, warning of duplicates while typing."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.access.rights import rights_of
from kedang.core.errors import DomainError
from kedang.core.numbers import number_of, numbers_of
from kedang.core.preset_names import shown
from kedang.customers import duplicates, files
from kedang.customers.actions.register import keep_first_files, register_customer
from kedang.customers.completeness import Templates
from kedang.customers.forms import CustomerForm
from kedang.customers.models import Customer, Kind, RecordTemplate, Tag
from kedang.people.models import Person
from kedang.ui.toast import toast

ANSWER_SIZE = 4096


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def customer_new(request: SignedInRequest) -> HttpResponse:
    check_right(request.actor, "create", Customer)
    form = _form(request)
    found = duplicates.Answer([])
    made: list[Customer] = []
    if form.is_bound:
        found = duplicates.find(duplicates.keys_while_typing(request.POST.dict()), request.actor)
    if form.is_bound and form.is_valid():
        if found and not form.cleaned_data["is_known_duplicate"]:
            form.add_error(None, _("可能已有这位客户：请核对，确认不同后勾选“仍然新建”。"))
        else:
            form.does(lambda: made.append(register_customer(Customer, form.given(), actor=request.actor)))
    if made:
        toast(
            request,
            _("已建立客户 %(name)s，编号 %(number)s") % {"name": made[0].name, "number": made[0].number},
        )
        _file(request, made[0], form)
        return redirect("customer", made[0].pk)
    return render(
        request, "customers/new.html", _context(request, form, found), status=422 if form.errors else 200
    )


@sensitive_post_parameters()
@require_POST
def customer_new_fields(request: SignedInRequest) -> HttpResponse:
    """The same form for another type or industry, with everything typed so far. Errors wait for the submit."""
    check_right(request.actor, "create", Customer)
    form = _form(request, is_bound=False)
    return render(request, "customers/new_fields.html", _context(request, form, duplicates.Answer([])))


@sensitive_post_parameters()
@require_POST
def duplicates_while_typing(request: SignedInRequest) -> HttpResponse:
    check_right(request.actor, "create", Customer)
    found = duplicates.find(duplicates.keys_while_typing(request.POST.dict()), request.actor)
    response = render(request, "customers/duplicates.html", {"duplicates": found})
    if not found.known:
        # The length must not tell either whether somebody hidden was found.
        response.content = response.content.ljust(ANSWER_SIZE)
    return response


def _file(request: SignedInRequest, customer: Customer, form: CustomerForm) -> None:
    """What came along. The record stands either way: what cannot be filed is said."""
    filed: dict[int, int] = {}
    for pk, file in form.to_file.items():
        try:
            filed[pk] = files.file(customer.pk, file.name or "", file.chunks(), request.actor)
        except DomainError as error:
            toast(request, _("“%(name)s”没有归档：%(why)s") % {"name": file.name, "why": error}, "bad")
    if filed:
        keep_first_files(customer, filed, actor=request.actor)


def _form(request: SignedInRequest, *, is_bound: bool = True) -> CustomerForm:
    typed = request.POST.dict()
    kind = typed.get("kind") or request.GET.get("kind", "")
    kind = kind if kind in Kind.values else Kind.ENTERPRISE.value
    template_id = Templates.load().id_for({"kind": kind, "industry": typed.get("industry", "")})
    template = RecordTemplate.objects.filter(pk=template_id or 0).first()
    data = request.POST if is_bound and request.method == "POST" else None
    initial: dict[str, Any] = {**typed, "kind": kind} if data is None else {}
    files_sent = request.FILES if data is not None else None
    return CustomerForm(data, files_sent, kind=kind, template=template, initial=initial)


def _context(request: SignedInRequest, form: CustomerForm, found: duplicates.Answer) -> dict[str, Any]:
    owner = number_of(form["owner"].value())
    tags = Tag.objects.visible_to(request.actor).filter(pk__in=numbers_of(request.POST.getlist("tags")))
    chosen = owner and Person.objects.filter(pk=owner, is_active=True).first()
    return {
        "form": form,
        "duplicates": found,
        "owner": chosen or request.actor.person,
        "may_assign": rights_of(request.actor).has("customer", "edit"),
        "kinds": Kind.choices,
        "words_facts": _("资料"),
        "chosen_tags": [(tag.pk, shown(tag.name)) for tag in tags],
    }
