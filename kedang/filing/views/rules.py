"""Naming and numbering rules, each with its living example."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.access.models import Counter, NumberingRule
from kedang.access.number_templates import SERIES, Series, parse_template
from kedang.access.number_templates import example as example_number
from kedang.access.rights import rights_of
from kedang.core.errors import DomainError, NotFound
from kedang.filing.actions.rules import set_naming_rule, set_numbering_rule
from kedang.filing.examples import LONG_NAME, NUMBER_TEMPLATES
from kedang.filing.file_names import name_key
from kedang.filing.forms import NamingRuleForm, NumberingRuleForm
from kedang.filing.links import names_url
from kedang.filing.models import DocumentType, NamingRule
from kedang.filing.naming import EXAMPLE, SHIPPED, TOKENS, parse_rule, render_name, unique_name
from kedang.ui.toast import toast


@require_http_methods(["GET", "POST"])
def naming(request: SignedInRequest) -> HttpResponse:
    check_right(request.actor, "view", DocumentType)
    text = NamingRule.objects.values_list("text", flat=True).first() or SHIPPED
    form = NamingRuleForm(request.POST or None, initial={"text": text})
    if form.does(lambda: set_naming_rule(None, form.cleaned_data["text"], actor=request.actor)):
        toast(request, _("命名规则已保存，对之后归档的文档生效"))
        return redirect("filing:naming")
    context = {
        "form": form,
        "tokens": TOKENS,
        "names_url": names_url(),
        "types": DocumentType.objects.offered().with_own_rule(),
        "may_manage": rights_of(request.actor).has("template", "manage"),
        **_example_names(request.POST.get("text", text)),
    }
    return render(request, "filing/naming.html", context)


@require_GET
def naming_example(request: SignedInRequest) -> HttpResponse:
    check_right(request.actor, "view", DocumentType)
    text = request.GET.get("text") or request.GET.get("naming_rule") or SHIPPED
    return render(request, "filing/example_names.html", _example_names(text[:600]))


@require_http_methods(["GET", "POST"])
def numbering(request: SignedInRequest, series: str = "customer") -> HttpResponse:
    check_right(request.actor, "view", DocumentType)
    chosen = _series(series)
    rule = NumberingRule.objects.filter(series=series).first()
    text = rule.template if rule else chosen.shipped
    form = NumberingRuleForm(request.POST or None, initial={"template": text})
    if form.does(
        lambda: set_numbering_rule(None, series, form.cleaned_data["template"], actor=request.actor)
    ):
        toast(request, _("编号规则已保存，对之后的编号生效"))
        return redirect("filing:numbering", series)
    context = {
        "form": form,
        "series": chosen,
        "all_series": SERIES.values(),
        "tokens": chosen.specs,
        "counters": Counter.objects.filter(series=series).order_by("-pk")[:20],
        "suggestions": NUMBER_TEMPLATES[series],
        "may_manage": rights_of(request.actor).has("template", "manage"),
        **_example_numbers(chosen, request.POST.get("template", text)),
    }
    return render(request, "filing/numbering.html", context)


@require_GET
def numbering_example(request: SignedInRequest, series: str) -> HttpResponse:
    check_right(request.actor, "view", DocumentType)
    text = request.GET.get("template", "")[:300]
    return render(request, "filing/example_numbers.html", _example_numbers(_series(series), text))


def _example_names(text: str) -> dict[str, Any]:
    try:
        rule = parse_rule(text)
    except DomainError as error:
        return {"error": error, "names": []}
    without = replace(EXAMPLE, project="")
    first = render_name(rule, without)
    return {
        "names": [
            (_("有项目"), render_name(rule, EXAMPLE)),
            (_("没有项目"), first),
            (_("同一天再来一份"), unique_name(first, {name_key(first)})),
            (_("类型未定"), render_name(rule, replace(without, type=""))),
            (_("名称很长"), render_name(rule, replace(without, customer=LONG_NAME))),
        ]
    }


def _example_numbers(series: Series, text: str) -> dict[str, Any]:
    try:
        template = parse_template(series, text)
    except DomainError as error:
        return {"error": error, "numbers": []}
    return {"numbers": [example_number(template, sequence) for sequence in (1, 2, 10**template.width)]}


def _series(key: str) -> Series:
    if key not in SERIES:
        raise NotFound(_("没有这种编号"))
    return SERIES[key]
