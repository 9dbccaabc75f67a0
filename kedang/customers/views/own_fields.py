"""The organisation's own fields: list, definition with a living example, out of use and back."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.core.errors import DomainError, Invalid
from kedang.core.numbers import number_of
from kedang.customers import options
from kedang.customers.actions import fields as deeds
from kedang.customers.fields import FieldDraft, checked, use_of
from kedang.customers.models import CustomField, CustomValue, FieldType, RecordTemplate, TemplateField
from kedang.customers.own_controls import OwnField
from kedang.customers.retention import RetentionClass
from kedang.customers.views.templates import may
from kedang.ui.toast import toast

_TEXTS = ("label", "label_en", "help", "help_en", "type", "purpose", "retention")


@require_http_methods(["GET"])
def custom_fields(request: SignedInRequest) -> HttpResponse:
    """Those in use and those that were; whether records hold something, in how many templates."""
    check_right(request.actor, "view", CustomField)
    held = CustomValue.objects.filter(field=OuterRef("pk"))  # reading: whether there is any
    rows = list(CustomField.objects.visible_to(request.actor).annotate(is_held=Exists(held)))
    placed = _placed()
    shown = [(one, placed.get(one.key, [])) for one in rows]
    context = {
        "fields": [pair for pair in shown if pair[0].retired_at is None],
        "retired": [pair for pair in shown if pair[0].retired_at is not None],
        "may": may(request),
    }
    return render(request, "customers/custom_fields.html", context)


@require_http_methods(["GET", "POST"])
def custom_field_new(request: SignedInRequest) -> HttpResponse:
    """`?template=`: where it came from and goes back to, to be placed."""
    check_right(request.actor, "create", CustomField)
    template = RecordTemplate.objects.offered().filter(pk=number_of(request.GET.get("template")) or 0).first()
    back = reverse("record_template", args=[template.pk]) if template else reverse("custom_fields")
    context = {
        "back": back,
        "template": template,
        "typed": {"type": FieldType.TEXT},
        "types": FieldType.choices,
    }
    if request.method == "POST":
        try:
            made = deeds.define_field(CustomField, _draft(request, None), actor=request.actor)
        except DomainError as error:
            return _form(request, None, context | {"error": error})
        toast(request, _("已新建字段“%(label)s”") % {"label": made.label})
        return redirect(back)
    return _form(request, None, context)


@require_http_methods(["GET", "POST"])
def custom_field(request: SignedInRequest, field_id: int) -> HttpResponse:
    field: CustomField = find_record(request.actor, CustomField.objects.all(), field_id)
    context: dict[str, Any] = {"back": reverse("custom_fields"), "types": FieldType.choices}
    if request.method == "POST":
        try:
            revision = number_of(request.POST.get("revision"))
            deeds.change_field(field, _draft(request, field), revision=revision, actor=request.actor)
        except DomainError as error:
            check_right(request.actor, "edit", field)
            return _form(request, field, context | {"error": error})
        toast(request, _("已保存字段“%(label)s”") % {"label": request.POST.get("label", "")})
        return redirect("custom_field", field.pk)
    return _form(request, field, context)


@require_POST
def custom_field_preview(request: SignedInRequest) -> HttpResponse:
    """The control as it would stand in a form. Stores nothing."""
    check_right(request.actor, "view", CustomField)
    present = CustomField.objects.filter(pk=number_of(request.POST.get("field")) or 0).first()
    try:
        field = CustomField(**checked(_draft(request, present), present))
    except DomainError as error:
        named = bool(request.POST.get("label", "").strip())
        return render(request, "customers/field_preview.html", {"error": error, "has_name": named})
    field.pk = 0
    field.type = FieldType.TEXT if field.type == FieldType.FILE else field.type
    control = OwnField(field)
    shown = control.widget.render("example", None, {"aria-label": field.title})
    return render(
        request, "customers/field_preview.html", {"field": field, "control": shown, "has_name": True}
    )


@require_POST
def custom_field_state(request: SignedInRequest, field_id: int, verb: str) -> HttpResponse:
    """Out of use, back, or gone where nothing was ever stored."""
    field: CustomField = find_record(request.actor, CustomField.objects.all(), field_id)
    if verb not in _VERBS:
        raise Invalid(_("没有这种操作"))
    deed, words = _VERBS[verb]
    label = field.title
    deed(field, actor=request.actor)
    toast(request, str(words) % {"label": label})
    return redirect("custom_fields")


_VERBS: dict[str, tuple[Any, Any]] = {
    "retire": (deeds.retire_field, gettext_lazy("已停用字段“%(label)s”")),
    "resume": (deeds.resume_field, gettext_lazy("已恢复字段“%(label)s”")),
    "delete": (deeds.delete_field, gettext_lazy("已删除字段“%(label)s”")),
}


def _draft(request: SignedInRequest, present: CustomField | None) -> FieldDraft:
    """What was typed. A type that may not be changed is not sent."""
    typed = request.POST
    texts = {name: typed.get(name, getattr(present, name, "")) for name in _TEXTS}
    texts["retention"] = texts["retention"] or RetentionClass.CUSTOMER
    return FieldDraft(
        **texts,
        choices=_options(request, present),
        is_personal=bool(typed.get("is_personal")),
        is_sensitive=bool(typed.get("is_sensitive")),
    )


def _options(request: SignedInRequest, present: CustomField | None) -> list[options.Option]:
    """The rows in their new order, then what was added, one a line: `中文 | English`."""
    typed = request.POST
    known = list(present.choices) if present else []
    kept = [_option(request, place, known[place]) for place in _order(typed.get("layout", ""), len(known))]
    added = []
    for line in typed.get("choices", "").splitlines():
        label, _bar, english = line.partition("|")
        added.append(options.Option("", label.strip(), english.strip()))
    return [*kept, *added]


def _option(request: SignedInRequest, place: int, code: str) -> options.Option:
    typed = request.POST
    return options.Option(
        code,
        typed.get(f"option_{place}", code),
        typed.get(f"option_en_{place}", ""),
        typed.get(f"option_into_{place}", ""),
        bool(typed.get(f"option_off_{place}")),
    )


def _order(layout: str, count: int) -> list[int]:
    """Places in the order the page sent; what it did not send comes last."""
    from kedang.customers.design import read_layout

    sent = [number_of(one.key) for one in read_layout(layout)] if layout else []
    known = [place for place in sent if place is not None and place < count]
    return list(dict.fromkeys([*known, *range(count)]))


def _form(request: SignedInRequest, field: CustomField | None, context: dict[str, Any]) -> HttpResponse:
    rows = list(enumerate(options.options_of(field))) if field else []
    typed = request.POST if request.method == "POST" else None
    shown: dict[str, Any] = context.get("typed", {}) if field is None else vars(field)
    values = {
        name: typed.get(name, "") if typed is not None else shown.get(name, "")
        for name in (*_TEXTS, "choices")
    }
    flags = {
        name: bool(typed.get(name) if typed is not None else shown.get(name))
        for name in ("is_personal", "is_sensitive")
    }
    use = use_of(field) if field else None
    values["choices"] = values["choices"] if typed is not None or field is None else ""
    made = context | {
        "field": field, "typed": values | flags, "rows": rows, "use": use, "may": may(request),
        "layout": "[[\"\",\"\",[" + ",".join(f'["{place}",0]' for place, _one in rows) + "]]]",
        "is_fixed": bool(use and use.count), "retentions": RetentionClass.choices,
    }  # fmt: skip
    status = context["error"].status if "error" in context else 200
    return render(request, "customers/custom_field.html", made, status=status)


def _placed() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    rows = TemplateField.objects.filter(key__startswith="custom:", template__retired_at=None)
    for key, name in rows.values_list("key", "template__name"):
        found.setdefault(key, []).append(name)
    return found
