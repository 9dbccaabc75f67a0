"""Administration of people: add, change, suspend."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.accounts import events, factors, sessions
from kedang.accounts.entries import change, changes_between, clean_email
from kedang.accounts.links import LIFETIME, make_link
from kedang.accounts.profiles import current_profile
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid, Refused
from kedang.ledger.kinds import Kind
from kedang.ledger.models import Event
from kedang.ledger.record import record
from kedang.people.models import Department, Person

FIELDS = ("name", "email", "phone", "title", "department", "language")


@action(needs="create", resource="person")
def add_person(
    _nothing: None,
    *,
    name: str,
    email: str,
    department: Department | None = None,
    phone: str = "",
    title: str = "",
    actor: Actor,
) -> tuple[Person, str]:
    """Add somebody without a password; returns the token of a one-time link with which they set one.

    Raises Invalid: name or e-mail is wrong. Conflict: the e-mail belongs to somebody already.
    """
    person = Person(
        name=_clean_name(name),
        email=clean_email(email),
        department=department,
        phone=phone.strip(),
        title=title.strip(),
    )
    person.set_unusable_password()
    _save_new(person)
    token = make_link(person, "welcome", actor=actor)
    entered = [change(field, "", _shown(person, field)) for field in FIELDS if _shown(person, field)]
    record(events.PERSON_ADDED, person, actor=actor, person_id=person.pk, changes=entered)
    return person, token


@action(needs="edit", resource="person")
def change_person(person: Person, *, expected: int | None = None, actor: Actor, **changes: Any) -> None:
    """Change fields of `FIELDS`. Raises Conflict: somebody else did meanwhile, or the e-mail is taken.

    Refused: one's own department, from which the reach of one's own posts follows.
    """
    _refuse_house(person)
    if person.pk == actor.id and changes.get("department", person.department) != person.department:
        raise Refused(_("不能调动自己"), remedy=_("所在部门决定权限的范围，请由另一位管理员办理。"))
    _store(person, _clean(changes), expected=expected, kind=events.PERSON_CHANGED, actor=actor)


@action(needs="edit", resource="account")
def change_own_profile(person: Person, *, expected: int | None = None, actor: Actor, **changes: Any) -> None:
    """Name, phone and language of oneself; department and e-mail are the administrator's."""
    refuse_others(person, actor)
    wanted = {field: value for field, value in changes.items() if field in {"name", "phone", "language"}}
    _store(person, _clean(wanted), expected=expected, kind=events.OWN_PROFILE_CHANGED, actor=actor)


@action(needs="manage", resource="person", reason=True)
def suspend_person(person: Person, *, actor: Actor) -> None:
    """Bar somebody from signing in, at once: their sessions end. What they did and own stays."""
    _refuse_house(person)
    if person.pk == actor.id:
        raise Refused(_("不能停用自己"), remedy=_("请由另一位管理员办理。"))
    revise(person, is_active=False, suspended_at=now())
    end_sessions_of(person)
    record(events.PERSON_SUSPENDED, person, actor=actor, person_id=person.pk)


@action(needs="manage", resource="person")
def resume_person(person: Person, *, actor: Actor) -> None:
    _refuse_house(person)
    revise(person, is_active=True, suspended_at=None)
    record(events.PERSON_RESUMED, person, actor=actor, person_id=person.pk)


@action(needs="manage", resource="person", reason=True)
def reset_factors(person: Person, *, actor: Actor) -> None:
    """Remove somebody's second factors (a lost phone); they set up new ones at the next sign-in."""
    _refuse_house(person)
    if person.pk == actor.id:
        raise Refused(_("不能为自己清除第二因素"), remedy=_("请使用恢复代码，或由另一位管理员办理。"))
    _refuse_both_keys(person, events.LINK_MADE, actor)
    factors.remove_all(person)
    end_sessions_of(person)
    record(events.FACTORS_RESET, person, actor=actor, person_id=person.pk)


@action(needs="manage", resource="person")
def issue_link(person: Person, *, actor: Actor) -> str:
    """A one-time link with which `person` sets a new password; shown once, older links end."""
    _refuse_house(person)
    if person.pk == actor.id:
        raise Refused(_("不能给自己生成链接"), remedy=_("请在个人设置中修改密码。"))
    if not person.is_active:
        raise Refused(_("此人员已停用"), remedy=_("请先恢复，再生成链接。"))
    _refuse_both_keys(person, events.FACTORS_RESET, actor)
    token = make_link(person, "reset" if person.has_usable_password() else "welcome", actor=actor)
    record(events.LINK_MADE, person, actor=actor, person_id=person.pk)
    return token


def end_sessions_of(person: Person, *, keep: str = "") -> int:
    """End all sessions of `person` but the one with the key `keep`; returns how many."""
    ending = list(UserSession.objects.filter(user_id=person.pk).exclude(session_key=keep))
    for listed in ending:
        sessions.end(listed)
    return len(ending)


def refuse_others(person: Person, actor: Actor) -> None:
    """Raise Refused unless `person` is the one who acts."""
    if person.pk != actor.id:
        raise Refused(_("只能修改自己的账号"))


def _store(person: Person, wanted: dict[str, Any], *, expected: int | None, kind: Any, actor: Actor) -> None:
    before = {field: _shown(person, field) for field in wanted}
    try:
        with transaction.atomic():
            revise(person, expected=expected, **wanted)
    except IntegrityError:
        raise _taken(wanted.get("email", "")) from None
    after = {field: _shown(person, field) for field in wanted}
    record(kind, person, actor=actor, person_id=person.pk, changes=changes_between(before, after))


def _save_new(person: Person) -> None:
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:
        raise _taken(person.email) from None


def _taken(email: str) -> Conflict:
    return Conflict(
        _("这个邮箱已有人使用"), field="email", value=email, remedy=_("请换一个邮箱，或修改原有人员。")
    )


def _clean(changes: dict[str, Any]) -> dict[str, Any]:
    cleaned = {field: value.strip() if isinstance(value, str) else value for field, value in changes.items()}
    if unknown := set(cleaned) - set(FIELDS):
        raise Invalid(_("没有这个字段"), field=min(unknown))
    if "name" in cleaned:
        cleaned["name"] = _clean_name(cleaned["name"])
    if "email" in cleaned:
        cleaned["email"] = clean_email(cleaned["email"])
    return cleaned


def _clean_name(name: str) -> str:
    cleaned = " ".join(name.split())
    if not cleaned:
        raise Invalid(_("请填写姓名"), field="name")
    if len(cleaned) > 60:
        raise Invalid(_("姓名最长 60 个字"), field="name", value=cleaned)
    return cleaned


def _shown(person: Person, field: str) -> str:
    value = getattr(person, field)
    return "" if value is None else str(value)


def _refuse_both_keys(person: Person, other: Kind, actor: Actor) -> None:
    """Who clears a far-reaching person's factor does not also set their password: that would be to become them."""
    if actor.person.is_system or not factors.is_demanded(person, current_profile()):
        return
    lately = Event.objects.filter(person=person, kind=other.name, actor=actor.person, at__gt=now() - LIFETIME)
    if lately.exists():
        raise Refused(
            _("同一位管理员不能既重置密码又清除第二因素"),
            remedy=_("请由另一位系统管理员办理，或在服务器上用 kedang user 命令。"),
        )


def _refuse_house(person: Person) -> None:
    if person.is_system:
        raise Refused(_("系统人员不能修改"))
