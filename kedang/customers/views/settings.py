"""Tags, dimensions, record templates."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.access.rights import rights_of
from kedang.core.numbers import number_of
from kedang.customers.actions import settings as deeds
from kedang.customers.actions.tags import change_tag, create_tag, retire_tag
from kedang.customers.models import (
    Colour,
    Dimension,
    DimensionValue,
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


def _parent(request: SignedInRequest) -> Tag | None:
    pk = request.POST.get("parent", "")
    return Tag.objects.filter(pk=number_of(pk) or 0, retired_at=None).first()


def _may(request: SignedInRequest, resource: str) -> dict[str, bool]:
    rights = rights_of(request.actor)
    return {verb: rights.has(resource, verb) for verb in ("create", "edit", "delete")}
