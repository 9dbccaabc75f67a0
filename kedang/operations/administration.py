"""`kedang setup` and `kedang user`: whoever may run commands on the server acts in the house's name."""

import getpass
import os
import sys
from argparse import Namespace
from typing import TypeVar

from django.conf import settings
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kedang.access.models import Post
from kedang.accounts.actions.founding import (
    FounderEntry,
    OrganisationEntry,
    choose_preset,
    choose_security,
    finish_set_up,
    found_organisation,
)
from kedang.accounts.actions.people import add_person, issue_link, resume_person, suspend_person
from kedang.accounts.actions.posts import give_post
from kedang.accounts.setup import discard_code
from kedang.core.actor import Actor, as_actor
from kedang.core.errors import Invalid, NotFound
from kedang.core.terminal import complain, table, tell
from kedang.operations.upkeep import make_ready
from kedang.people.models import Department, Organisation, Person
from kedang.people.system import system_person

Row = TypeVar("Row", bound=Model)


def set_up(options: Namespace) -> int:
    """What the wizard does, without the browser."""
    password = _password(options)
    if password is None:
        return 2
    make_ready()
    actor = command_actor()
    entry = OrganisationEntry(options.org, options.short_name, options.code, options.language)
    founder = FounderEntry(options.name or options.admin.partition("@")[0], options.admin, password)
    person = found_organisation(None, entry, founder, actor=actor)
    discard_code()
    organisation = Organisation.objects.get()
    choose_security(organisation, profile=options.profile, actor=actor)
    choose_preset(organisation, industry=options.industry, actor=actor)
    finish_set_up(organisation, actor=actor)
    tell(
        _("已设置 %(organisation)s，创建者 %(email)s 可以登录。")
        % {"organisation": options.org, "email": person.email}
    )
    return 0


def list_people(_options: Namespace) -> None:
    people = Person.objects.filter(is_system=False).select_related("department").order_by("name", "pk")
    for person in people.iterator():
        state = _("在用") if person.is_active else pgettext("person", "停用")
        table([(person.email, person.name, person.department or "", state)])


def add(options: Namespace) -> None:
    actor = command_actor()
    department = _department(options.department)
    post = _post(options.post)
    person, token = add_person(
        None, name=options.name, email=options.email, department=department, actor=actor
    )
    if post:
        give_post(person, post=post, department=department, actor=actor)
    _tell_link(person, token)


def reset_password(options: Namespace) -> None:
    person = _person(options.email)
    _tell_link(person, issue_link(person, actor=command_actor()))


def suspend(options: Namespace) -> None:
    person = _person(options.email)
    suspend_person(person, actor=command_actor(options.reason))
    tell(_("%(name)s 已停用，其会话已结束。") % {"name": person.name})


def resume(options: Namespace) -> None:
    person = _person(options.email)
    resume_person(person, actor=command_actor())
    tell(_("%(name)s 已恢复。") % {"name": person.name})


def command_actor(reason: str = "") -> Actor:
    return as_actor(system_person(), channel="command", reason=reason)


def person_named(email: str) -> Person:
    """Who a command asks for with `--as EMAIL`. Raises NotFound."""
    return _person(email)


def _password(options: Namespace) -> str | None:
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if sys.stdin.isatty():
        return getpass.getpass(_("创建者密码："))
    complain(_("请用 --password-stdin 从标准输入给出密码。"))
    return None


def _tell_link(person: Person, token: str) -> None:
    origin = next(
        iter(settings.CSRF_TRUSTED_ORIGINS), f"http://127.0.0.1:{os.environ.get('KEDANG_PORT', '8000')}"
    )
    tell(_("请把这个一次性链接交给 %(name)s（72 小时内有效）：") % {"name": person.name})
    tell(f"{origin}{reverse('accounts:link', args=[token])}")


def _person(email: str) -> Person:
    return _one(Person.objects.filter(email__iexact=email, is_system=False), _("没有这个人员"), email)


def _department(name: str | None) -> Department | None:
    if not name:
        return Department.objects.filter(parent=None).order_by("pk").first()
    return _one(Department.objects.filter(name=name, closed_at=None), _("没有这个部门，或有重名"), name)


def _post(code: str | None) -> Post | None:
    if not code:
        return None
    known = "、".join(Post.objects.order_by("pk").values_list("code", flat=True))
    if not Post.objects.filter(code=code).exists():
        raise Invalid(_("没有这个岗位"), value=code, remedy=_("可选：%(codes)s") % {"codes": known})
    return Post.objects.get(code=code)


def _one(found: QuerySet[Row], message: str, value: str) -> Row:
    if len(found) != 1:
        raise NotFound(f"{message}：{value}", value=value)
    return found[0]
