"""The rules of the levels: how much a day, stamps, permits."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kedang.access.door import can, check_right
from kedang.access.http import SignedInRequest
from kedang.access.words import Clearance
from kedang.core.errors import Invalid
from kedang.documents.actions.levels import change_level_rule
from kedang.documents.levels import rules
from kedang.ui.toast import toast

MOST = 1_000_000
_NUMBERS, _SWITCHES = ("views", "downloads", "prints"), ("is_stamped", "asks_permit")


@require_http_methods(["GET", "POST"])
def level_rules(request: SignedInRequest) -> HttpResponse:
    """POST: the rule of one level."""
    if request.method == "POST":
        level = _level(request.POST.get("level", ""))
        change_level_rule(level, _wanted(request), actor=request.actor)
        toast(request, _("已保存“%(level)s”的规则") % {"level": level.label})
        return redirect("documents:level_rules")
    check_right(request.actor, "view", None, resource="post")
    context = {
        "rules": sorted(rules().values(), key=lambda rule: -rule.level),
        "may_change": can(request.actor, "manage", None, resource="post"),
        "top": Clearance.CORE,
    }
    return render(request, "documents/level_rules.html", context)


def _level(raw: str) -> Clearance:
    if raw not in {str(int(level)) for level in Clearance}:
        raise Invalid(_("没有这个密级"), field="level")
    return Clearance(int(raw))


def _wanted(request: SignedInRequest) -> dict[str, int | bool]:
    wanted: dict[str, int | bool] = {name: name in request.POST for name in _SWITCHES}
    for name in _NUMBERS:
        raw = request.POST.get(name, "").strip() or "0"
        if not (raw.isascii() and raw.isdigit()) or int(raw) > MOST:
            raise Invalid(_("请填写 0 到 %(most)s 的整数") % {"most": MOST}, field=name, value=raw)
        wanted[name] = int(raw)
    return wanted
