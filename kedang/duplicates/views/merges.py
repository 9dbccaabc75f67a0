"""Any two records side by side, made one, and parted again."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record, note_opening
from kedang.core.numbers import number_of
from kedang.customers.models import Customer
from kedang.duplicates import comparing
from kedang.duplicates.actions.merge import merge_customers, part_customers
from kedang.duplicates.models import Merge
from kedang.duplicates.views.pairs import may_merge
from kedang.ui.toast import toast


@never_cache
@require_http_methods(["GET", "POST"])
def compare(request: SignedInRequest, target_id: int, source_id: int) -> HttpResponse:
    """GET: `source` beside `target`, field by field. POST: made one; `field:<key>=source` takes the source's value."""
    target = find_record(request.actor, Customer.objects.select_related("owner", "department"), target_id)
    source = find_record(request.actor, Customer.objects.select_related("owner", "department"), source_id)
    if request.method == "POST":
        return _merge(request, target, source)
    for one in (target, source):
        note_opening(request.actor, one)
    context = {
        "comparison": comparing.compare(target, source),
        "may_merge": may_merge(request, target, source),
    }
    return render(request, "duplicates/compare.html", context)


@require_POST
def part(request: SignedInRequest, merge_id: int) -> HttpResponse:
    merge = find_record(request.actor, Merge.objects.select_related("target", "source"), merge_id)
    back = part_customers(merge.target, merge, actor=request.actor)
    merge.refresh_from_db()
    told = _("已撤销合并，“%(name)s”恢复为独立档案") % {"name": back.name}
    toast(request, f"{told} {_('文档较多，正在移回去。')}" if merge.moving else told)
    return redirect("customer", back.pk)


def _merge(request: SignedInRequest, target: Customer, source: Customer) -> HttpResponse:
    posted = request.POST
    taken = [
        key.removeprefix("field:")
        for key, value in posted.items()
        if key.startswith("field:") and value == "source"
    ]
    seen = (number_of(posted.get("target_revision")), number_of(posted.get("source_revision")))
    merge = merge_customers(
        target,
        source,
        taken,
        seen=(seen[0], seen[1]) if seen[0] is not None and seen[1] is not None else None,
        actor=request.actor,
    )
    told = _("已把 %(number)s 并入“%(name)s”") % {"number": source.number, "name": target.name}
    if merge.moving:
        toast(request, f"{told} {_('文档较多，正在移过来，完成后可以撤销。')}")
    else:
        toast(request, told, undo_url=reverse("duplicates:part", args=[merge.pk]))
    if following := number_of(posted.get("following")):
        return redirect(f"{reverse('duplicates:pairs')}?pair={following}")
    return redirect("customer", target.pk)
