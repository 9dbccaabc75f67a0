"""The public pool: what may be claimed, one of it, releasing, warnings, rules."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.access.rights import rights_of
from kedang.accounts import reading
from kedang.core.errors import Invalid
from kedang.core.numbers import number_of
from kedang.customers.models import Customer, Stage
from kedang.teamwork import shaded
from kedang.teamwork.actions import pool as deeds
from kedang.teamwork.composer import may_release
from kedang.teamwork.forms import PoolForm
from kedang.teamwork.models import Pool, PoolEntry
from kedang.teamwork.pooling import pool_for, pools_of, quota_of, reason_of
from kedang.teamwork.warnings import warnings_of
from kedang.ui.toast import toast

ROWS = 30


@never_cache
@require_GET
def pool(request: SignedInRequest) -> HttpResponse:
    """`pool` one of several, the nearest first; with `after` only the next rows."""
    rights = rights_of(request.actor)
    if not (rights.has("customer", "claim") or rights.has("customer", "assign")):
        check_right(request.actor, "claim", None, resource="customer")
    pools = pools_of(request.actor)
    wanted = number_of(request.GET.get("pool"))
    chosen = next((one for one in pools if one.pk == wanted), pools[0] if pools else None)
    after = number_of(request.GET.get("after"))
    entries = PoolEntry.objects.visible_to(request.actor).filter(pool=chosen)
    rows = shaded.rows_of(entries, after=after, limit=ROWS) if chosen else []
    context: dict[str, Any] = {
        "pools": pools,
        "chosen": chosen,
        "rows": rows[:ROWS],
        "more": rows[ROWS - 1].entry.pk if len(rows) > ROWS else None,
        "may_claim": rights.has("customer", "claim"),
        "may_manage": rights.has("template", "manage"),
        "warned": len(warnings_of(request.actor)),
    }
    if after is not None:
        return render(request, "teamwork/pool_rows.html", context)
    context["quota"] = quota_of(chosen, request.actor) if chosen else None
    return render(request, "teamwork/pool.html", context)


@never_cache
@require_POST
def pool_entry(request: SignedInRequest, entry_id: int) -> HttpResponse:
    """The card of one: a look that counts."""
    entry = _entry(request, entry_id)
    deeds.look(entry, actor=request.actor)
    (row,) = shaded.shaded([entry])
    rights = rights_of(request.actor)
    context = {
        "row": row,
        "entry": entry,
        "customer": entry.customer,
        "points": shaded.masked_points(entry),
        "reason": reason_of(entry),
        "quota": quota_of(entry.pool, request.actor),
        "may_claim": rights.has("customer", "claim"),
        "may_assign": rights.has("customer", "assign"),
    }
    return render(request, "teamwork/pool_card.html", context)


@require_POST
def pool_claim(request: SignedInRequest, entry_id: int) -> HttpResponse:
    customer = deeds.claim(_entry(request, entry_id), actor=request.actor)
    toast(request, _("已认领“%(name)s”，现在由您负责") % {"name": customer.shown_name})
    return _go(request, reverse("customer", args=[customer.pk]))


@require_POST
def pool_give(request: SignedInRequest, entry_id: int) -> HttpResponse:
    entry = _entry(request, entry_id)
    person = reading.colleague(request.POST.get("person"))
    if person is None:
        raise Invalid(_("请选择同事"), field="person")
    customer = deeds.give_out(entry, person, actor=request.actor)
    toast(
        request, _("已把“%(name)s”分派给 %(person)s") % {"name": customer.shown_name, "person": person.name}
    )
    return _go(request, reverse("teamwork:pool"))


@require_http_methods(["GET", "POST"])
def pool_release(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """GET: why, for `#dialog`; POST: released."""
    customer = find_record(request.actor, Customer.objects.select_related("owner"), customer_id)
    check_right(request.actor, "claim", customer)
    if request.method == "POST":
        deeds.release(customer, request.POST.get("reason", ""), actor=request.actor)
        toast(request, _("已把“%(name)s”放回公海") % {"name": customer.shown_name}, "note")
        return _go(request, reverse("teamwork:pool"))
    may_release(customer, request.actor, raising=True)
    context = {"customer": customer, "pool": pool_for(customer)}
    return render(request, "teamwork/pool_release.html", context)


@require_GET
def pool_warnings(request: SignedInRequest) -> HttpResponse:
    """One's own customers that go to the pool unless one gets in touch."""
    return render(request, "teamwork/pool_warnings.html", {"warnings": warnings_of(request.actor)})


@require_GET
def pools(request: SignedInRequest) -> HttpResponse:
    """The rules of each pool."""
    check_right(request.actor, "view", None, resource="template")
    rows = (
        Pool.objects.visible_to(request.actor)
        .open()
        .select_related("department")
        .order_by("department", "pk")
    )
    context = {
        "pools": [
            (one, [str(label) for value, label in Stage.choices if value in one.stages]) for one in rows[:200]
        ],
        "may_manage": rights_of(request.actor).has("template", "manage"),
    }
    return render(request, "teamwork/pools.html", context)


@require_http_methods(["GET", "POST"])
def pool_rules(request: SignedInRequest, pool_id: int = 0) -> HttpResponse:
    """Of a pool, or (0) of a new one."""
    check_right(request.actor, "manage", None, resource="template")
    found = (
        find_record(request.actor, Pool.objects.select_related("department"), pool_id) if pool_id else None
    )
    initial = PoolForm.of(found or Pool(name=_("公海"), stages=[Stage.PROSPECT.value]))
    form = PoolForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.does(lambda: deeds.set_pool(found or Pool, form.rules(), actor=request.actor)):
        toast(request, _("已保存公海规则"))
        return redirect("teamwork:pools")
    context = {"form": form, "pool": found}
    return render(request, "teamwork/pool_rules.html", context, status=422 if form.errors else 200)


@require_POST
def pool_retire(request: SignedInRequest, pool_id: int) -> HttpResponse:
    deeds.retire_pool(find_record(request.actor, Pool.objects.all(), pool_id), actor=request.actor)
    toast(request, _("已停用公海"), "note")
    return redirect("teamwork:pools")


def _entry(request: SignedInRequest, pk: int) -> PoolEntry:
    return find_record(request.actor, PoolEntry.objects.open().select_related("customer", "pool"), pk)


def _go(request: SignedInRequest, address: str) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect(address)
    response = HttpResponse(status=204)
    response.headers["HX-Redirect"] = address
    return response
