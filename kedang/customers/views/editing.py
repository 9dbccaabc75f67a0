"""Changing one field of the chosen customers: field and value, what would change, then the run."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.access.runs import start_run
from kedang.customers import editing
from kedang.customers.forms import field_for
from kedang.customers.models import Customer
from kedang.customers.record import custom_fields
from kedang.customers.views.finding import part
from kedang.customers.views.lists import chosen_of
from kedang.ui.toast import toast, trigger


@require_POST
def bulk_edit(request: SignedInRequest) -> HttpResponse:
    """`step`: nothing asks for the field, `preview` shows what would change, `start` does it."""
    check_right(request.actor, "edit", Customer)
    chosen, given = chosen_of(request), request.POST
    step, key = given.get("step", ""), given.get("key", "")
    context: dict[str, Any] = {
        "ids": given.getlist("ids"), "all": given.get("all", ""), "fields": editing.fields_of(), "key": key,
        "typed": _typed(request, key),
    }  # fmt: skip
    if step == "preview":
        context["preview"] = editing.preview_of(chosen, key, context["typed"], request.actor)
        return part(request, "edit_preview", context)
    if step != "start":
        return part(request, "edit_fields", context | _control("stage"))
    preview = editing.preview_of(chosen, key, context["typed"], request.actor)
    title = _("改%(field)s：%(value)s") % {"field": preview.label, "value": preview.new or _("清空")}
    args = {"key": key, "typed": context["typed"]}
    run = start_run(editing.edit_run, chosen, args, actor=request.actor, title=title)
    toast(request, _("已开始：%(title)s（%(count)d 位）") % {"title": run.title, "count": run.total}, "note")
    response = HttpResponse(status=204)
    trigger(response, "kd:close", True)
    trigger(response, "kd:tray", True)
    return response


def _typed(request: SignedInRequest, key: str) -> str:
    """What the field's control gave; from the preview on it is one text."""
    own = custom_fields([key])
    if key not in own:
        return request.POST.get("value", "")
    return str(field_for(key, own).widget.value_from_datadict(request.POST, {}, "value") or "")


@require_GET
def bulk_field(request: SignedInRequest) -> HttpResponse:
    """The control of the chosen field."""
    check_right(request.actor, "edit", Customer)
    key = request.GET.get("key", "")
    editing.check_key(key)
    return part(request, "edit_value", _control(key))


def _control(key: str) -> dict[str, Any]:
    field = field_for(key, custom_fields([key]))
    return {
        "label": field.label,
        "pick": getattr(field, "pick", ""),
        "control": field.widget.render("value", None, {"id": "edit-value"}),
    }
