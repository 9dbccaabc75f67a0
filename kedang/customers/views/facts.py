"""Facts of one customer: inline edit, plain values, stage, end, owner, classes."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.access.words import Clearance
from kedang.core import preset_names
from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.core.numbers import number_of, numbers_of
from kedang.customers import record_page
from kedang.customers.actions import change
from kedang.customers.actions.contacts import unmask_field
from kedang.customers.actions.tags import create_tag, set_tags
from kedang.customers.attributes import ATTRIBUTES
from kedang.customers.changing import FieldConflict, fingerprint
from kedang.customers.forms import EndForm, field_for, pick_address, shown_code
from kedang.customers.models import Customer, CustomField, Dimension, DimensionValue, HelperRole, Stage, Tag
from kedang.customers.own_controls import PicksControl
from kedang.customers.record import custom_fields, load_states, part_of
from kedang.customers.views.finding import close, customer_of, may, part
from kedang.people.models import Department, Person
from kedang.ui.toast import toast, trigger


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def fact(request: SignedInRequest, customer_id: int, key: str) -> HttpResponse:
    """GET: the control; POST: stored, and the value again."""
    customer = customer_of(request, customer_id)
    check_right(request.actor, "edit", customer)
    if request.method == "GET":
        return part(request, "fact_form", _editing(customer, key, request.actor))
    if not _keeps(request, key):
        return _fact_value(request, customer, key)
    seen = {key: request.POST["seen"]} if request.POST.get("seen") else {}
    typed = "" if request.POST.get("clear") else _typed(request, key)
    try:
        change.change_fields(customer, {key: typed}, seen=seen, actor=request.actor)
    except FieldConflict as conflict:
        context = _editing(customer, key, request.actor) | {"mine": typed, "conflict": conflict}
        return part(request, "fact_conflict", context)
    toast(request, _("已保存"))
    response = _fact_value(request, customer_of(request, customer_id), key)
    if key in {"kind", "industry", "region"}:
        trigger(response, "kd:fitting", True)
    return response


@require_GET
def facts(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """All of them: after something that touches several."""
    customer = customer_of(request, customer_id)
    return part(request, "facts", record_page.facts_context(customer, request.actor))


@sensitive_post_parameters()
@require_POST
def unmask(request: SignedInRequest, customer_id: int, name: str) -> HttpResponse:
    value = unmask_field(customer_of(request, customer_id), name, actor=request.actor)
    return HttpResponse(
        value, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"}
    )


@require_POST
def stage(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = customer_of(request, customer_id)
    change.set_stage(customer, request.POST.get("stage", ""), actor=request.actor)
    toast(request, _("阶段已改为“%(stage)s”") % {"stage": Stage(request.POST["stage"]).label})
    return redirect("customer", customer_id)


@require_http_methods(["GET", "POST"])
def end(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = customer_of(request, customer_id)
    check_right(request.actor, "edit", customer)
    form = EndForm(request.POST or None)
    if form.does(
        lambda: change.end_cooperation(
            customer,
            form.cleaned_data["cooperation_end"],
            form.cleaned_data["end_reason"],
            actor=request.actor,
        )
    ):
        toast(request, _("已终止合作"))
        return _go(customer_id)
    return part(request, "end", {"form": form, "customer": customer})


@require_POST
def resume(request: SignedInRequest, customer_id: int) -> HttpResponse:
    change.resume_cooperation(customer_of(request, customer_id), actor=request.actor)
    toast(request, _("已恢复合作"))
    return redirect("customer", customer_id)


@require_http_methods(["GET", "POST"])
def assign(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = customer_of(request, customer_id)
    check_right(request.actor, "edit", customer)
    if request.method == "POST":
        change.assign(customer, **_assigned(request), actor=request.actor)
        toast(request, _("已变更负责人与协作人"))
        # From a worklist one stays there.
        stays = HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return stays if request.GET.get("stay") else _go(customer_id)
    return part(
        request,
        "assign",
        {
            "customer": customer,
            "helpers": customer.helper_roles.select_related("person").order_by("person__name"),
            "roles": HelperRole.choices,
        },
    )


@require_http_methods(["GET", "POST"])
def classes(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """One dimension a time, and the classification."""
    customer = customer_of(request, customer_id)
    check_right(request.actor, "edit", customer)
    if request.method == "POST":
        _classify(request, customer)
        toast(request, _("已保存分类"))
        return _go(customer_id)
    return part(request, "classes", _classes_form(customer))


@require_http_methods(["GET", "POST"])
def tags(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = customer_of(request, customer_id)
    check_right(request.actor, "edit", customer)
    if request.method == "POST":
        set_tags(customer, _tags(request), actor=request.actor)
        toast(request, _("已保存标签"))
        return close(
            part(
                request,
                "tag_chips",
                {"customer": customer, "tags": customer.tags.all(), "may": may(request.actor, customer)},
            )
        )
    return part(
        request,
        "tags_form",
        {
            "customer": customer,
            "chosen": [(tag.pk, preset_names.shown(tag.name)) for tag in customer.tags.all()],
        },
    )


def _classes_form(customer: Customer) -> dict[str, Any]:
    shown = [
        (dimension, [(value.pk, value.name) for value in values])
        for dimension, values in record_page.classes_context(customer)["dimensions"]
    ]
    return {"customer": customer, "shown_dimensions": shown, "levels": Clearance.choices}


def _keeps(request: SignedInRequest, key: str) -> bool:
    """Whether what was sent is to be stored: an empty control of a masked field leaves it as it is."""
    is_masked = _is_masked(key, custom_fields([key]))
    return not is_masked or bool(_typed(request, key).strip() or request.POST.get("clear"))


def _typed(request: SignedInRequest, key: str) -> str:
    """What its control gives: an amount with its currency, options one a line."""
    own = custom_fields([key])
    if key not in own:
        return request.POST.get(key, "")
    return str(field_for(key, own).widget.value_from_datadict(request.POST, {}, key) or "")


def _is_masked(key: str, own: dict[str, CustomField]) -> bool:
    return own[key].is_sensitive if key in own else bool(key in ATTRIBUTES and ATTRIBUTES[key].mask)


def _fact_value(request: SignedInRequest, customer: Customer, key: str) -> HttpResponse:
    fact = record_page.fact_of(customer, key, request.actor)
    return part(
        request, "fact_value", {"fact": fact, "customer": customer, "may": may(request.actor, customer)}
    )


def _editing(customer: Customer, key: str, actor: Actor) -> dict[str, Any]:
    """The control with the present value; a masked one never travels to the form, only what hides it."""
    own = custom_fields([key])
    if key not in own and key not in ATTRIBUTES:
        raise Invalid(_("这里不能修改“%(field)s”") % {"field": key}, field=key)
    stored = load_states([customer], {part_of(key)})[customer.pk].get(key)
    field = field_for(key, own, stored)
    is_masked = _is_masked(key, own)
    fact = record_page.fact_of(customer, key, actor)
    value = fact.shown if is_masked else stored
    shown = fact.shown if stored and key in own and not is_masked else ""
    if field.pick in {"pick_industry", "pick_region"} and value:  # type: ignore[attr-defined]  # our fields
        shown = shown_code(key, value)
    control = {"id": f"edit-{key.replace(':', '-')}", "aria-label": str(field.label)}
    if is_masked and value:
        control["placeholder"] = _("%(hidden)s（留空则不变）") % {"hidden": value}
    return {
        "customer": customer, "key": key, "field": field, "value": "" if value is None else value, "shown": shown,
        "src": pick_address(field, customer.pk), "help": getattr(field, "help_text", ""),
        "control": field.widget.render(key, None if is_masked else value, control),
        "can_clear": bool(value) and (is_masked or isinstance(field.widget, PicksControl)), "seen": fingerprint(key, stored),
    }  # fmt: skip


def _assigned(request: SignedInRequest) -> dict[str, Any]:
    owner, department = (number_of(request.POST.get(name)) or 0 for name in ("owner", "department"))
    helpers = numbers_of(request.POST.getlist("helpers"))
    return {
        "owner": Person.objects.filter(pk=owner, is_active=True).first(),
        "department": Department.objects.filter(pk=department).first(),
        "helpers": list(Person.objects.filter(pk__in=helpers, is_active=True)),
        "roles": {
            pk: request.POST.get(f"role-{pk}", request.POST.get("role", ""))
            for pk in helpers
            if {f"role-{pk}", "role"} & request.POST.keys()
        },
    }


def _classify(request: SignedInRequest, customer: Customer) -> None:
    level = number_of(request.POST.get("classification"))
    if level is not None:
        change.set_classification(customer, level, actor=request.actor)
        return
    dimension = Dimension.objects.filter(pk=number_of(request.POST.get("dimension")) or 0, field="").first()
    if dimension is None:
        raise Invalid(_("没有这个分类维度"))
    ids = numbers_of(request.POST.getlist("values"))
    change.classify(customer, dimension, DimensionValue.objects.filter(pk__in=ids), actor=request.actor)


def _tags(request: SignedInRequest) -> list[Tag]:
    """Chosen ones by id; a new name becomes a tag, if one may make tags."""
    typed = request.POST.getlist("tags")
    found = list(Tag.objects.filter(pk__in=numbers_of(typed)))
    known = {str(tag.pk) for tag in found}
    return found + [
        create_tag(Tag, name, actor=request.actor) for name in typed if name and name not in known
    ]


def _go(customer_id: int) -> HttpResponse:
    from django.urls import reverse

    return HttpResponse(status=204, headers={"HX-Redirect": reverse("customer", args=[customer_id])})
