"""Administration of people: list, person, what may be done with their account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.http import SignedInRequest
from kedang.accounts import reading
from kedang.accounts.actions import people as deeds
from kedang.accounts.actions.posts import end_holding, give_post
from kedang.accounts.actions.sessions import end_all_sessions
from kedang.accounts.forms.entry import say
from kedang.accounts.forms.people import ChangePersonForm, GivePostForm, PersonForm
from kedang.core.preset_names import shown
from kedang.people.models import Person

NEW_LINK = "new_link"


@require_GET
def people(request: SignedInRequest) -> HttpResponse:
    asked = request.GET
    department = reading.department_of(asked.get("department"))
    page = reading.people_page(
        request.actor,
        text=asked.get("q", ""),
        department=department,
        state=asked.get("state", ""),
        cursor=asked.get("after", ""),
    )
    context = {
        "page": page,
        "q": asked.get("q", ""),
        "state": asked.get("state", ""),
        "department": department,
        "can_create": reading.may(request.actor, "person", "create"),
    }
    part = "accounts/people_rows.html" if "after" in asked else "accounts/people.html"
    return render(request, part, context)


@require_http_methods(["GET", "POST"])
def new_person(request: SignedInRequest) -> HttpResponse:
    reading.demand(request.actor, "person", "create")
    form = PersonForm(request.POST or None, initial={"department": request.GET.get("department")})
    made: list[tuple[Person, str]] = []
    if form.does(lambda: made.append(deeds.add_person(None, **form.cleaned_data, actor=request.actor))):
        person, token = made[0]
        _keep_link(request, person, token)
        say(request, _("已添加 %(name)s") % {"name": person.name})
        return redirect("accounts:person", person.pk)
    department = reading.department_of(form["department"].value())
    return render(request, "accounts/person_new.html", {"form": form, "department": department})


@never_cache
@require_http_methods(["GET", "POST"])
def person(request: SignedInRequest, person_id: int) -> HttpResponse:
    someone = reading.person_of(request.actor, person_id)
    fields = (*deeds.FIELDS, "revision")
    initial: dict[str, Any] = {name: getattr(someone, name) for name in fields}
    initial |= {"department": someone.department_id, "expected": someone.revision}
    form = ChangePersonForm(request.POST or None, initial=initial)
    if form.does(lambda: deeds.change_person(someone, **form.cleaned_data, actor=request.actor)):
        say(request, _("已保存"))
        return redirect("accounts:person", someone.pk)
    return render(request, "accounts/person.html", _person_context(request, someone, form))


@require_POST
def give(request: SignedInRequest, person_id: int) -> HttpResponse:
    someone = reading.person_of(request.actor, person_id)
    form = GivePostForm(request.POST, posts=[])
    if form.does(lambda: _give(request, someone, form)):
        say(request, _("已任命"))
        return redirect("accounts:person", someone.pk)
    details = ChangePersonForm(initial={name: getattr(someone, name) for name in deeds.FIELDS})
    context = _person_context(request, someone, details) | {"giving": form, "posts": _posts(request)}
    return render(request, "accounts/person.html", context, status=422)


@require_POST
def relieve(request: SignedInRequest, person_id: int, holding_id: int) -> HttpResponse:
    someone = reading.person_of(request.actor, person_id)
    end_holding(reading.holding_of(someone, holding_id), actor=request.actor)
    say(request, _("已解除岗位"))
    return redirect("accounts:person", someone.pk)


@require_POST
def deed(request: SignedInRequest, person_id: int, verb: str) -> HttpResponse:
    """One of the deeds on somebody's account, each a press of a button."""
    someone = reading.person_of(request.actor, person_id)
    act, words = _DEEDS[verb]
    act(someone, actor=request.actor)
    say(request, str(words()))
    return redirect("accounts:person", someone.pk)


@require_POST
def link(request: SignedInRequest, person_id: int) -> HttpResponse:
    someone = reading.person_of(request.actor, person_id)
    _keep_link(request, someone, deeds.issue_link(someone, actor=request.actor))
    return redirect("accounts:person", someone.pk)


@require_GET
def pick(request: SignedInRequest) -> JsonResponse:
    """Colleagues for comboboxes."""
    found = reading.colleagues(request.actor, request.GET.get("q", ""))
    rows = [
        {"value": one.pk, "label": one.name, "hint": one.department.name if one.department else one.email}
        for one in found
    ]
    return JsonResponse({"results": rows})


_DEEDS: dict[str, tuple[Callable[..., Any], Callable[[], str]]] = {
    "suspend": (deeds.suspend_person, lambda: _("已停用，并结束其全部会话")),
    "resume": (deeds.resume_person, lambda: _("已恢复账号")),
    "reset-factors": (deeds.reset_factors, lambda: _("第二因素已清除，本人下次登录时重新启用")),
    "end-sessions": (end_all_sessions, lambda: _("已结束其全部会话")),
}


def _give(request: SignedInRequest, someone: Person, form: GivePostForm) -> None:
    entered = form.cleaned_data
    until = entered["expires_on"]
    give_post(
        someone,
        post=reading.post_of(request.actor, entered["post"]),
        department=entered["department"],
        expires_at=_end_of(until) if until else None,
        actor=request.actor,
    )


def _end_of(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _keep_link(request: SignedInRequest, person: Person, token: str) -> None:
    """For the next page only: the link is shown once."""
    url = request.build_absolute_uri(reverse("accounts:link", args=[token]))
    request.session[NEW_LINK] = {"person": person.pk, "url": url}


def _person_context(request: SignedInRequest, someone: Person, form: ChangePersonForm) -> dict[str, Any]:
    link = request.session.pop(NEW_LINK, None)
    actor = request.actor
    can_grant = reading.may(actor, "post", "grant") and someone.pk != actor.id
    return {
        "person": someone,
        "form": form,
        "department": reading.department_of(form["department"].value()),
        "holdings": reading.holdings_for(someone),
        "link": link["url"] if link and link["person"] == someone.pk else "",
        "has_pending_link": reading.has_usable_link(someone),
        "can_edit": reading.may(actor, "person", "edit"),
        "can_manage": reading.may(actor, "person", "manage") and someone.pk != actor.id,
        "can_grant": can_grant,
        "giving": GivePostForm(posts=_posts(request)) if can_grant else None,
        "can_hand_over": reading.may(actor, "customer", "assign"),
        "is_me": someone.pk == actor.id,
    }


def _posts(request: SignedInRequest) -> list[tuple[int, str]]:
    return [(0, _("请选择岗位"))] + [
        (post.pk, shown(post.name)) for post in reading.posts_visible_to(request.actor)
    ]
