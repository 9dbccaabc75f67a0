"""为什么张三能/不能看到它."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kedang.access.explain import Ruling, explain
from kedang.access.http import SignedInRequest
from kedang.accounts import asking, reading, records
from kedang.accounts.forms.ledger import ExplainForm


@require_GET
def why(request: SignedInRequest) -> HttpResponse:
    """Whether a person may do something with a record, and the rule that decides."""
    reading.demand(request.actor, "post")
    form = ExplainForm(request.GET or None)
    rulings: list[Ruling] = []
    form.does(lambda: rulings.extend(_ask(request, form)))
    person = reading.colleague(form["person"].value())
    context = {
        "form": form,
        "rulings": rulings,
        "person": person,
        "allowed": bool(rulings and rulings[0].allows),
    }
    return render(request, "accounts/explain.html", context)


def _ask(request: SignedInRequest, form: ExplainForm) -> list[Ruling]:
    entered = form.cleaned_data
    row = records.find(entered["kind"], entered["called"])
    asking.note_explained(request.actor, entered["person"], row, entered["verb"])
    return explain(entered["person"], row, entered["verb"])
