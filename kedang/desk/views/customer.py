"""The customer page: everything about one customer at once (requirement A6)."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kedang.access.http import SignedInRequest
from kedang.access.opening import open_record
from kedang.customers.former import present_of
from kedang.customers.models import Customer, Stage
from kedang.customers.models.customer import Status
from kedang.customers.record_page import record_context
from kedang.customers.views.finding import WHOLE
from kedang.dealings.composer import composer_context
from kedang.duplicates import alike
from kedang.engagement.composer import feedback_context
from kedang.teamwork.composer import team_context
from kedang.ui.fixed import Look


@never_cache
@require_GET
def customer(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """Opening it is in the ledger before anything is shown. The address of a merged record leads to the whole one."""
    whole = present_of(customer_id, request.actor)
    if whole is not None:
        return redirect("customer", whole.pk, permanent=True)
    opened = open_record(request.actor, WHOLE, customer_id)
    context = record_context(opened, request.actor) | {"stages": Stage.choices}
    context["duplicates"] = alike.of_customer(opened, request.actor)
    context["feedback"] = feedback_context(opened, request.actor)
    context["deal"] = composer_context(opened, request.actor, context["groups"])
    context["team"] = team_context(opened, request.actor)
    context["look"] = _look(opened, context)
    return render(request, "desk/customer.html", context)


def _look(customer: Customer, shown: dict[str, Any]) -> Look:
    """What the page's frame depends on: the parts one may use, and what the customer's own verbs depend on."""
    follow = shown["team"]["follow"]
    return Look(
        {"stages": shown["stages"]},
        may=_flags(shown["may"]),
        deal=_flags(shown["deal"]),
        team=_flags(shown["team"]),
        feedback=_flags(shown["feedback"]),
        follow=None if follow is None else Look(is_muted=follow.is_muted),
        is_ended=customer.status == Status.ENDED,
        stage=customer.stage,
    )


def _flags(told: dict[str, Any]) -> Look:
    """Flags and days make the key; the rest are choices and tabs, the same wherever the flags are."""
    choices = {name: value for name, value in told.items() if isinstance(value, list)}
    return Look(choices, **{name: one for name, one in told.items() if isinstance(one, bool | date)})
