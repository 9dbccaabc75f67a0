"""How good the data of owners and departments is, with its trend; looking again; the rules as settings."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.door import can, check_right
from kedang.access.http import SignedInRequest
from kedang.access.rights import rights_of
from kedang.core.errors import Refused
from kedang.core.numbers import number_of
from kedang.people.models import Department
from kedang.quality import settings as kept_settings
from kedang.quality import tallying
from kedang.quality.actions.settings import assess_again, set_rules
from kedang.quality.forms import RulesForm
from kedang.quality.league import table_of
from kedang.quality.settings import COUNTED
from kedang.ui.toast import toast


@never_cache
@require_GET
def league(request: SignedInRequest) -> HttpResponse:
    """`?by=department`; `?department=` the owners of one."""
    rights = rights_of(request.actor)
    if not (rights.has("score", "view") or rights.has("ledger", "view")):
        raise Refused(_("您没有权限：查看评分与等级"), remedy=_("如需办理，请联系部门主管或安全管理员。"))
    by = "department" if request.GET.get("by") == "department" else "owner"
    within = Department.objects.filter(pk=number_of(request.GET.get("department")) or 0).first()
    rows = (
        tallying.departments(request.actor)
        if by == "department"
        else tallying.owners(request.actor, department=within.pk if within else None)
    )
    context = {
        "by": by,
        "department": within,
        "table": table_of(rows),
        "total": tallying.total(request.actor),
        "counted_at": tallying.counted_at(request.actor),
        "may_assess": rights.has("score", "create"),
        "drills": rights.has("customer", "view"),
    }
    return render(request, "quality/league.html", context)


@require_POST
def assess(request: SignedInRequest) -> HttpResponse:
    assess_again(None, actor=request.actor)
    toast(request, _("正在重新检查，完成后数字会更新"), "note")
    return redirect((request.POST.get("next") == "league" and "quality:league") or "quality:worklist")


@require_http_methods(["GET", "POST"])
def settings(request: SignedInRequest) -> HttpResponse:
    check_right(request.actor, "view", None, resource="template")
    form = RulesForm(request.POST if request.method == "POST" else None, kept=kept_settings.present())
    if form.does(lambda: set_rules(None, form.settings(), actor=request.actor)):
        toast(request, _("已保存，正在按新规则重新检查"))
        return redirect("quality:settings")
    context = {
        "form": form,
        "counted": COUNTED,
        "may_manage": can(request.actor, "manage", None, resource="template"),
    }
    return render(request, "quality/settings.html", context, status=422 if form.errors else 200)
