"""Surveys: the list, the builder, results."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.access.rights import rights_of
from kedang.core.errors import DomainError
from kedang.core.numbers import number_of
from kedang.engagement import results
from kedang.engagement.actions.surveys import (
    SurveyDraft,
    add_survey,
    change_survey,
    close_survey,
    open_survey,
    retire_survey,
)
from kedang.engagement.models import Survey
from kedang.engagement.questions import Kind, shown
from kedang.ui.toast import toast

ROWS = 30
_BLANK = {"kind": Kind.CSAT.value, "label": "", "label_en": "", "options": "", "required": True}


@require_GET
def surveys(request: SignedInRequest) -> HttpResponse:
    check_right(request.actor, "view", None, resource="feedback")
    rows = Survey.objects.visible_to(request.actor).listed().order_by("-pk")
    before = number_of(request.GET.get("before", ""))
    found = list((rows.filter(pk__lt=before) if before else rows)[:ROWS])
    context = {
        "rows": found,
        "more": found[-1].pk if len(found) == ROWS else None,
        "may_manage": rights_of(request.actor).has("feedback", "manage"),
    }
    return render(request, "engagement/survey_rows.html" if before else "engagement/surveys.html", context)


@require_GET
def survey(request: SignedInRequest, survey_id: int) -> HttpResponse:
    """Results over the customers one may see; `before` asks for more words."""
    found = find_record(request.actor, Survey.objects.all(), survey_id)
    words = results.words_of(found, request.actor, before=number_of(request.GET.get("before", "")))
    context = {
        "survey": found,
        "asked": results.asked(found, request.actor),
        "results": results.results_of(found, request.actor),
        "words": words,
        "more": words[-1][0].pk if len(words) == results.WORDS else None,
        "questions": [shown(one, "zh") for one in found.questions],
        "may_manage": rights_of(request.actor).has("feedback", "manage"),
    }
    return render(request, "engagement/survey.html", context)


@require_http_methods(["GET", "POST"])
def survey_new(request: SignedInRequest) -> HttpResponse:
    """`?from=` takes the questions of another one."""
    check_right(request.actor, "manage", None, resource="feedback")
    like = number_of(request.GET.get("from", ""))
    begin = _typed_of(find_record(request.actor, Survey.objects.all(), like)) if like else _first()
    return _build(request, begin, lambda draft: add_survey(Survey, draft, actor=request.actor))


@require_http_methods(["GET", "POST"])
def survey_edit(request: SignedInRequest, survey_id: int) -> HttpResponse:
    found = find_record(request.actor, Survey.objects.all(), survey_id, verb="manage")

    def change(draft: SurveyDraft) -> Survey:
        change_survey(found, draft, actor=request.actor)
        return found

    return _build(request, _typed_of(found), change, found)


@require_POST
def survey_state(request: SignedInRequest, survey_id: int) -> HttpResponse:
    found = find_record(request.actor, Survey.objects.all(), survey_id)
    if request.POST.get("do") == "retire":
        retire_survey(found, actor=request.actor)
        toast(request, _("已移出列表，答复仍在客户的动态里"), "note")
        return redirect("engagement:surveys")
    if request.POST.get("do") == "close":
        close_survey(found, actor=request.actor)
        toast(request, _("调查已结束"), "note")
    else:
        open_survey(found, actor=request.actor)
        toast(request, _("调查已开始，可以在客户页发送"))
    return redirect("engagement:survey", found.pk)


def _build(
    request: SignedInRequest, begin: dict[str, Any], keep: Any, survey: Survey | None = None
) -> HttpResponse:
    """The builder: its buttons add, move and take away questions; nothing is stored before 保存."""
    typed = _typed(request.POST) if request.method == "POST" else begin
    error: DomainError | None = None
    if request.method == "POST" and not _rearranged(typed["questions"], request.POST.get("do", "")):
        try:
            found = keep(_draft(typed))
        except DomainError as refused:
            error = refused
        else:
            toast(request, _("已保存调查"))
            return redirect("engagement:survey", found.pk)
    context = {"typed": typed, "error": error, "kinds": Kind.choices, "survey": survey}
    return render(request, "engagement/survey_form.html", context, status=422 if error else 200)


def _rearranged(questions: list[dict[str, Any]], do: str) -> bool:
    verb, _colon, which = do.partition(":")
    at = (number_of(which) or 0) - 1
    if verb == "add":
        questions.append(_BLANK | {"kind": which if which in Kind.values else Kind.CSAT.value})
    elif verb == "remove" and 0 <= at < len(questions):
        questions.pop(at)
    elif verb == "up" and 0 < at < len(questions):
        questions.insert(at - 1, questions.pop(at))
    return verb in {"add", "remove", "up"}


def _typed(post: QueryDict) -> dict[str, Any]:
    names = ("title", "title_en", "intro", "intro_en", "days", "remind_after")
    count = min(number_of(post.get("rows", "")) or 0, 50)
    return {name: post.get(name, "") for name in names} | {
        "questions": [
            {name: post.get(f"{name}-{number}", "") for name in ("kind", "label", "label_en", "options")}
            | {"required": f"required-{number}" in post}
            for number in range(1, count + 1)
        ]
    }


def _draft(typed: dict[str, Any]) -> SurveyDraft:
    days, remind = number_of(typed["days"]), number_of(typed["remind_after"])
    return SurveyDraft(
        **{name: typed[name] for name in ("title", "title_en", "intro", "intro_en", "questions")},
        days=30 if days is None else days,
        remind_after=0 if remind is None else remind,
    )


def _first() -> dict[str, Any]:
    """A good beginning: satisfaction, recommendation, and room for words."""
    return {
        "title": "", "title_en": "", "intro": "", "intro_en": "", "days": 30, "remind_after": 7,
        "questions": [
            _BLANK | {
                "label": "您对我们这次的服务满意吗？",  # i18n: asked in both languages
                "label_en": "How satisfied are you with our service?",
            },
            _BLANK | {
                "kind": Kind.NPS.value, "label": "您有多大可能向同行推荐我们？",  # i18n: asked in both languages
                "label_en": "How likely are you to recommend us?",
            },
            _BLANK | {
                "kind": Kind.TEXT.value, "label": "还有什么想告诉我们的？",  # i18n: asked in both languages
                "label_en": "Anything else you would like to tell us?",
                "required": False,
            },
        ],
    }  # fmt: skip


def _typed_of(survey: Survey) -> dict[str, Any]:
    names = ("title", "title_en", "intro", "intro_en", "days", "remind_after")
    return {name: getattr(survey, name) for name in names} | {
        "questions": [
            one
            | {
                "options": "\n".join(
                    " | ".join(filter(None, (option["zh"], option.get("en"))))
                    for option in one.get("options") or []
                )
            }
            for one in survey.questions
        ]
    }
