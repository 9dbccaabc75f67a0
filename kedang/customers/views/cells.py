"""A cell of the list: its control, and the row again once it is stored; a card of the board that was moved."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.core.numbers import number_of
from kedang.customers import custom
from kedang.customers.actions import change
from kedang.customers.asked import asked_of
from kedang.customers.changing import FieldConflict, NothingChanged, fingerprint
from kedang.customers.columns import is_own
from kedang.customers.forms import field_for, pick_address, shown_code
from kedang.customers.models import Customer, Stage
from kedang.customers.record import custom_fields, load_states, part_of
from kedang.customers.record_page import fact_of
from kedang.customers.views.finding import customer_of, part
from kedang.customers.views.showing import one_row
from kedang.people.models import Person
from kedang.ui.toast import toast, trigger

# What a cell can change; tags have a dialog of their own, contact points their panel.
EDITABLE = frozenset({"stage", "grade", "industry", "region", "source", "owner", "tags"})


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def cell(request: SignedInRequest, customer_id: int, key: str) -> HttpResponse:
    """GET: the control; POST: stored, and the row as it is now. Somebody faster: both values, to choose from."""
    customer = customer_of(request, customer_id)
    check_right(request.actor, "edit", customer)
    if key not in EDITABLE and not is_own(key):
        raise Invalid(_("这一列不能在列表里修改"), field=key)
    if request.method == "GET":
        return part(request, "cell_form", _editing(customer, key, request.actor))
    typed = _typed(request, key)
    try:
        _store(request, customer, key, typed)
    except FieldConflict:
        context = _editing(customer, key, request.actor)
        words = _words(key, typed, context["value"], context["shown"])
        response = part(request, "cell_conflict", context | words | {"typed": typed})
        response.headers["HX-Retarget"] = f"#cell-{customer.pk}"
        response.headers["HX-Reswap"] = "outerHTML"
        return response
    except NothingChanged:
        pass
    else:
        toast(request, _("已保存"))
    return _row(request, customer_id)


@require_POST
def move(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """`column`: the stage it was dropped on; the stage before is kept for taking it back."""
    customer = customer_of(request, customer_id)
    change.set_stage(customer, request.POST.get("column", ""), actor=request.actor)
    stage = Stage(request.POST["column"]).label
    toast(request, _("“%(name)s”已改为%(stage)s") % {"name": customer.shown_name, "stage": stage})
    response = HttpResponse(status=204)
    trigger(response, "kd:board", True)
    return response


def _typed(request: SignedInRequest, key: str) -> str:
    """What its control gives."""
    if not is_own(key):
        return request.POST.get(key, "")
    own = custom_fields([key])
    if key not in own:
        raise Invalid(_("没有这个自定义字段"), field=key)
    return str(field_for(key, own).widget.value_from_datadict(request.POST, {}, key) or "")


def _store(request: SignedInRequest, customer: Customer, key: str, typed: str) -> None:
    actor, seen = request.actor, request.POST.get("seen", "")
    if key == "stage":
        _check_seen(customer, key, typed, seen)
        change.set_stage(customer, typed, actor=actor)
    elif key == "owner":
        person = Person.objects.filter(pk=number_of(typed) or 0, is_active=True).first()
        if person is None:
            raise Invalid(_("请选择负责人"), field="owner")
        _check_seen(customer, key, person.pk, seen)
        change.assign(customer, owner=person, actor=actor)
    else:
        change.change_fields(customer, {key: typed}, seen={key: seen} if seen else {}, actor=actor)


def _check_seen(customer: Customer, key: str, typed: Any, seen: str) -> None:
    from kedang.customers.changing import check_seen

    check_seen(customer, {key: typed}, {key: seen} if seen else {})


def _editing(customer: Customer, key: str, actor: Actor) -> dict[str, Any]:
    stored = load_states([customer], {part_of(key)})[customer.pk].get(key)
    context: dict[str, Any] = {
        "customer": customer, "key": key, "value": "" if stored is None else stored, "src": "", "shown": "",
        "seen": fingerprint(key, stored),
    }  # fmt: skip
    if key == "owner":
        name = customer.owner.name if customer.owner else ""
        return context | {"src": reverse("accounts:pick_person"), "shown": name, "label": _("负责人")}
    own = custom_fields([key])
    if is_own(key) and key not in own:
        raise Invalid(_("没有这个自定义字段"), field=key)
    field = field_for(key, own, stored)
    src = pick_address(field, customer.pk)
    control = {"aria-label": str(field.label)}
    return context | {
        "label": field.label,
        "src": src,
        "shown": _shown(customer, key, stored, actor) if src else "",
        "control": field.widget.render(key, stored, control),
    }


def _shown(customer: Customer, key: str, stored: Any, actor: Actor) -> str:
    if not stored:
        return ""
    return fact_of(customer, key, actor).shown if is_own(key) else shown_code(key, str(stored))


def _words(key: str, mine: str, theirs: Any, shown: str) -> dict[str, Any]:
    """Both values as people say them."""
    if key == "owner":
        pk = number_of(mine) or 0
        mine = str(Person.objects.filter(pk=pk).values_list("name", flat=True).first() or mine)
        return {"mine": mine, "theirs": shown}
    if is_own(key):
        field = custom_fields([key])[key]
        return {
            "mine": custom.show(field, custom.read_value(field, mine)),
            "theirs": custom.show(field, theirs),
        }
    from kedang.customers.attributes import ATTRIBUTES

    attribute = ATTRIBUTES[key]
    return {"mine": attribute.words(attribute.read(mine)), "theirs": attribute.words(theirs)}


def _row(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = customer_of(request, customer_id)
    columns = asked_of(request).columns
    response = part(request, "row", {"row": one_row(customer, columns, request.actor)})
    response.headers["HX-Retarget"] = f"#customer-row-{customer_id}"
    response.headers["HX-Reswap"] = "outerHTML"
    return response
