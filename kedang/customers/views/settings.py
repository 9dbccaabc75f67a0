"""Tags, dimensions, record templates."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.access.rights import rights_of
from kedang.core import industries
from kedang.core.numbers import number_of
from kedang.customers.actions import settings as deeds
from kedang.customers.actions.tags import change_tag, create_tag, retire_tag
from kedang.customers.attributes import ATTRIBUTES, facts_of
from kedang.customers.completeness import labels_of
from kedang.customers.models import (
    Colour,
    ContactKind,
    CustomField,
    Dimension,
    DimensionValue,
    FieldType,
    GapPolicy,
    Kind,
    RecordTemplate,
    Tag,
)
from kedang.customers.tag_counts import counts_of
from kedang.ui.toast import toast


@require_http_methods(["GET", "POST"])
def tags(request: SignedInRequest) -> HttpResponse:
    """The list with how many visible customers bear each; POST makes one."""
    check_right(request.actor, "view", Tag)
    if request.method == "POST":
        tag = create_tag(
            Tag, request.POST.get("name", ""), colour=request.POST.get("colour", Colour.GRAY),
            parent=_parent(request), actor=request.actor,
        )  # fmt: skip
        toast(request, _("已新建标签“%(name)s”") % {"name": tag.name})
        return redirect("tags")
    found = list(Tag.objects.visible_to(request.actor).filter(retired_at=None).select_related("parent"))
    counts = counts_of(found, request.actor)
    rows = [(tag, counts.get(tag.pk)) for tag in found]
    return render(
        request, "customers/tags.html", {"rows": rows, "colours": Colour.choices, "may": _may(request, "tag")}
    )


@require_http_methods(["GET", "POST"])
def tag(request: SignedInRequest, tag_id: int) -> HttpResponse:
    one: Tag = find_record(request.actor, Tag.objects.offered(), tag_id)
    check_right(request.actor, "edit", one)
    if request.method == "POST":
        change_tag(
            one, request.POST.get("name", ""), colour=request.POST.get("colour", ""), parent=_parent(request),
            actor=request.actor,
        )  # fmt: skip
        toast(request, _("已保存标签"))
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(
        request,
        "customers/tag_form.html",
        {"tag": one, "colours": Colour.choices, "may": _may(request, "tag")},
    )


@require_POST
def tag_retire(request: SignedInRequest, tag_id: int) -> HttpResponse:
    one: Tag = find_record(request.actor, Tag.objects.offered(), tag_id)
    retire_tag(one, actor=request.actor)
    toast(request, _("已停用标签“%(name)s”，已有的使用不受影响") % {"name": one.name})
    return HttpResponse(status=204, headers={"HX-Refresh": "true"})


@require_http_methods(["GET", "POST"])
def dimensions(request: SignedInRequest) -> HttpResponse:
    check_right(request.actor, "view", Dimension)
    if request.method == "POST":
        made = deeds.create_dimension(
            Dimension, request.POST.get("name", ""), is_multiple=bool(request.POST.get("is_multiple")),
            actor=request.actor,
        )  # fmt: skip
        toast(request, _("已新建分类维度“%(name)s”") % {"name": made.name})
        return redirect("dimensions")
    rows = Dimension.objects.visible_to(request.actor).filter(retired_at=None).prefetch_related("values")
    return render(
        request, "customers/dimensions.html", {"dimensions": rows, "may": _may(request, "template")}
    )


@require_POST
def class_new(request: SignedInRequest, dimension_id: int) -> HttpResponse:
    dimension: Dimension = find_record(request.actor, Dimension.objects.all(), dimension_id)
    parent = DimensionValue.objects.filter(dimension=dimension, pk=request.POST.get("parent") or 0).first()
    made = deeds.add_class(dimension, request.POST.get("name", ""), parent=parent, actor=request.actor)
    toast(request, _("已添加类目“%(name)s”") % {"name": made.name})
    return redirect("dimensions")


@require_POST
def class_retire(request: SignedInRequest, dimension_id: int, value_id: int) -> HttpResponse:
    dimension: Dimension = find_record(request.actor, Dimension.objects.all(), dimension_id)
    deeds.retire_class(dimension, get_object_or_404(dimension.values, pk=value_id), actor=request.actor)
    toast(request, _("已停用类目"))
    return redirect("dimensions")


@require_http_methods(["GET", "POST"])
def record_templates(request: SignedInRequest) -> HttpResponse:
    check_right(request.actor, "view", RecordTemplate)
    if request.method == "POST":
        like = RecordTemplate.objects.filter(pk=request.POST.get("like") or 0).first()
        made = deeds.create_template(
            RecordTemplate, request.POST.get("name", ""), request.POST.get("kind", ""),
            industry=request.POST.get("industry", ""), like=like, actor=request.actor,
        )  # fmt: skip
        return redirect("record_template", made.pk)
    rows = RecordTemplate.objects.visible_to(request.actor).filter(retired_at=None)
    context = {
        "templates": rows.annotate(field_count=Count("fields")),
        "may": _may(request, "template"),
        "kinds": Kind.choices,
        "industries": [(one.code, one.title) for one in industries.sections()],
    }
    return render(request, "customers/record_templates.html", context)


@require_http_methods(["GET", "POST"])
def record_template(request: SignedInRequest, template_id: int) -> HttpResponse:
    """Its fields in order, which are required, what happens to a gap."""
    template: RecordTemplate = find_record(request.actor, RecordTemplate.objects.offered(), template_id)
    if request.method == "POST":
        chosen = request.POST.getlist("fields")
        required = set(request.POST.getlist("required"))
        deeds.change_template(
            template, fields=[(key, key in required) for key in chosen],
            gap_policy=request.POST.get("gap_policy", ""), name=request.POST.get("name", ""), actor=request.actor,
        )  # fmt: skip
        toast(request, _("已保存模板"))
        return redirect("record_template", template.pk)
    return render(request, "customers/record_template.html", _template_context(request, template))


@require_POST
def record_template_retire(request: SignedInRequest, template_id: int) -> HttpResponse:
    template: RecordTemplate = find_record(request.actor, RecordTemplate.objects.offered(), template_id)
    deeds.retire_template(template, actor=request.actor)
    toast(request, _("已停用模板“%(name)s”") % {"name": template.name})
    return redirect("record_templates")


@require_POST
def custom_field_new(request: SignedInRequest, template_id: int) -> HttpResponse:
    template: RecordTemplate = find_record(request.actor, RecordTemplate.objects.offered(), template_id)
    made = deeds.create_custom_field(
        CustomField, request.POST.get("label", ""), type=request.POST.get("type", ""),
        choices=request.POST.get("choices", "").splitlines(), is_personal=bool(request.POST.get("is_personal")),
        is_sensitive=bool(request.POST.get("is_sensitive")), purpose=request.POST.get("purpose", ""),
        actor=request.actor,
    )  # fmt: skip
    toast(request, _("已新建字段“%(label)s”，勾选后加入模板") % {"label": made.label})
    return redirect("record_template", template.pk)


def _template_context(request: SignedInRequest, template: RecordTemplate) -> dict[str, Any]:
    chosen = {one.key: one.is_required for one in template.fields.all()}
    own = CustomField.objects.filter(retired_at=None)
    every = [f"contact:{kind}" for kind in ContactKind.values]
    every += [one.name for one in facts_of(template.kind) if one.name not in {"name", "short_name"}]
    every += [one.key for one in own]
    keys = dict.fromkeys([*chosen, *every])
    labels = labels_of(keys)
    kinds = {one.key: one.get_type_display() for one in own}
    rows = [
        (key, labels.get(key, key), kinds.get(key, _("联系方式") if key.startswith("contact:") else _("标准字段")),
         key in chosen, chosen.get(key, False), _is_personal(key, own))
        for key in keys
    ]  # fmt: skip
    return {
        "template": template, "rows": rows, "policies": GapPolicy.choices, "types": FieldType.choices,
        "may": _may(request, "template"),
        "industry": industries.shown(template.industry) if template.industry else _("全部行业"),
    }  # fmt: skip


def _is_personal(key: str, own: Any) -> bool:
    if key.startswith("contact:"):
        return True
    if key in ATTRIBUTES:
        return ATTRIBUTES[key].personal
    return any(one.key == key and one.is_personal for one in own)


def _parent(request: SignedInRequest) -> Tag | None:
    pk = request.POST.get("parent", "")
    return Tag.objects.filter(pk=number_of(pk) or 0, retired_at=None).first()


def _may(request: SignedInRequest, resource: str) -> dict[str, bool]:
    rights = rights_of(request.actor)
    return {verb: rights.has(resource, verb) for verb in ("create", "edit", "delete")}
