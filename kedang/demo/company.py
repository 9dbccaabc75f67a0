"""The organisation, departments and people of the demo, made through the actions of administration."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kedang.access.models import Holding, Post
from kedang.access.separation import POWERS
from kedang.accounts.actions.departments import add_department, change_department, close_department
from kedang.accounts.actions.founding import (
    FounderEntry,
    OrganisationEntry,
    choose_preset,
    choose_security,
    finish_set_up,
    found_organisation,
)
from kedang.accounts.actions.passwords import use_link
from kedang.accounts.actions.people import add_person, issue_link, resume_person, suspend_person
from kedang.accounts.actions.posts import give_post
from kedang.accounts.links import find_link
from kedang.accounts.profiles import ASVS, OFFERED
from kedang.accounts.setup import discard_code
from kedang.core.actor import Actor, with_reason
from kedang.core.errors import Conflict, NotFound
from kedang.demo.words import words
from kedang.people.models import Department, Organisation, Person
from kedang.people.system import system_actor

# Reserved by RFC 2606: no message ever arrives there, and no real person signs in with it.
DOMAIN = "huaxin-demo.example"
# Presets of these industries are loaded on top of one another; the general one comes last and names the office.
_INDUSTRIES = ("general", "finance", "medical")
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing one mistakes for another when typing it
_IDLE_MINUTES = 240


@dataclass(frozen=True)
class Staff:
    """Who works at the demo company, by key."""

    people: dict[str, Person]

    @classmethod
    def there(cls) -> Staff:
        """Raises NotFound: somebody of the demo company is gone."""
        known = {one.email: one for one in demo_people().select_related("department")}
        try:
            return cls({one["key"]: known[email_of(one["key"])] for one in cast(with_powers=False)})
        except KeyError as missing:
            raise NotFound(_("演示公司缺少人员：%(who)s") % {"who": missing.args[0]}) from None

    def actor(self, key: str, run_id: int) -> Actor:
        return Actor(person=self.people[key], channel="job", run_id=run_id)


def cast(*, with_powers: bool) -> list[dict[str, Any]]:
    """The people. The three powers are left to the organisation's own people, unless it is the demo's own."""
    people: list[dict[str, Any]] = words("company")["people"]
    return [one for one in people if with_powers or not one.get("power")]


def email_of(key: str) -> str:
    return f"{key.replace('_', '.')}@{DOMAIN}"


def demo_people() -> Any:
    return Person.objects.filter(email__endswith=f"@{DOMAIN}")


def is_own_organisation() -> bool:
    """Whether nobody but the demo lives here: `kedang demo load` founded the organisation itself."""
    given = words("company")["organisation"]
    return Organisation.objects.filter(pk=1, code=given["code"], name=given["name"]).exists()


def found(actor: Actor) -> None:
    """Found the organisation where there is none, and finish where an earlier try was interrupted.

    The demo takes the profile whose second factor is voluntary: its sign-ins are to be usable at once.
    """
    if not Organisation.objects.filter(pk=1).exists():
        given = words("company")["organisation"]
        manager = next(one for one in cast(with_powers=False) if one["key"] == "manager")
        founder = FounderEntry(manager["name"], email_of("manager"), _password())
        found_organisation(None, OrganisationEntry(**given), founder, actor=actor)
        discard_code()
    organisation = Organisation.objects.get(pk=1)
    if not is_own_organisation() or organisation.set_up_at is not None:
        return
    choose_security(
        organisation, profile=ASVS.code, second_factor=OFFERED, idle_minutes=_IDLE_MINUTES, actor=actor
    )
    for industry in _INDUSTRIES:
        choose_preset(organisation, industry=industry, actor=actor)
    finish_set_up(organisation, actor=actor)


def open_house(*, with_powers: bool, actor: Actor) -> list[int]:
    """Departments and people, those that are absent; the ids of the people."""
    departments = _departments(with_powers, actor)
    posts = {post.code: post for post in Post.objects.filter(is_preset=True)}
    people = [_person(one, departments, posts, actor) for one in cast(with_powers=with_powers)]
    return [person.pk for person in people]


def close_house(ids: list[int], *, actor: Actor) -> list[str]:
    """Suspend the people of the demo; the names of those who stay.

    Who removes it stays, and so does the only holder of one of the three powers: somebody must be left to
    administer the house.
    """
    reason = with_reason(actor, _("移除演示公司"))
    stay: list[str] = []
    for person in demo_people().filter(pk__in=ids, is_active=True):
        if person.pk == actor.id or _is_needed(person):
            stay.append(person.name)
        else:
            suspend_person(person, actor=reason)
    if not stay:
        _close_departments(actor)
    return stay


def give_passwords() -> list[tuple[Person, str]]:
    """A new random password for everybody of the demo, told once. Only where nobody else lives.

    Elsewhere a post of the demo reaches real customers: its people get in by a one-time link of the administrator.
    """
    if not is_own_organisation():
        raise Conflict(
            _("这里有自己的单位，演示人员没有密码"),
            remedy=_("需要时在“人员”中为其生成一次性登录链接。"),
        )
    house, told = system_actor(), []
    for person in demo_people().filter(is_active=True).order_by("pk"):
        link = find_link(issue_link(person, actor=house))
        if link is not None:
            password = _password()
            use_link(link, password=password, actor=house)
            told.append((person, password))
    return told


def _departments(with_powers: bool, actor: Actor) -> dict[str, Department]:
    top = Department.objects.filter(parent=None, closed_at=None).order_by("pk").first()
    if not with_powers:
        top = _department(words("company")["branch"], top, actor)
    found: dict[str, Department] = {"": top} if top else {}
    for one in words("company")["departments"]:
        found[one["key"]] = _department(one["name"], found.get(one["parent"]), actor)
    return found


def _department(name: str, parent: Department | None, actor: Actor) -> Department:
    there = Department.objects.filter(parent=parent, name=name, closed_at=None).first()
    return there or add_department(None, name=name, parent=parent, actor=actor)


def _person(
    one: dict[str, Any], departments: dict[str, Department], posts: dict[str, Post], actor: Actor
) -> Person:
    department = departments[one["department"]]
    person = Person.objects.filter(email=email_of(one["key"])).first()
    if person is None:
        person, _token = add_person(
            None,
            name=one["name"],
            email=email_of(one["key"]),
            title=one["title"],
            department=department,
            actor=actor,
        )
    elif not person.is_active:
        resume_person(person, actor=actor)
    _settle(person, one, department, actor)
    post, reach = posts[one["post"]], departments[""] if one.get("everywhere") else department
    if not Holding.objects.filter(person=person, post=post, ended_at=None).exists():
        give_post(person, post=post, department=reach, actor=actor)
    return person


def _settle(person: Person, one: dict[str, Any], department: Department, actor: Actor) -> None:
    """The founder got no title and the top department; who comes back may find theirs closed."""
    from kedang.accounts.actions.people import change_person

    if (person.title, person.department_id) != (one["title"], department.pk):
        change_person(person, title=one["title"], department=department, actor=actor)
    if one.get("heads") and department.head_id != person.pk:
        change_department(department, name=department.name, head=person, actor=actor)


def _is_needed(person: Person) -> bool:
    held = Holding.objects.filter(person=person, ended_at=None, post__code__in=POWERS)
    others = Holding.objects.filter(ended_at=None, person__is_active=True).exclude(person=person)
    return any(not others.filter(post_id=pk).exists() for pk in held.values_list("post_id", flat=True))


def _close_departments(actor: Actor) -> None:
    """The demo's own branch, from its leaves; a department somebody moved into stays."""
    top = Department.objects.filter(name=words("company")["branch"], closed_at=None).first()
    branch = Department.objects.filter(path__startswith=top.path, closed_at=None) if top else ()
    for department in sorted(branch, key=lambda one: -len(one.path)):
        busy = Person.objects.filter(department=department, is_active=True).exists()
        if not busy and not Department.objects.filter(parent=department, closed_at=None).exists():
            close_department(department, actor=actor)


def _password() -> str:
    groups = ["".join(secrets.choice(_LETTERS) for _letter in range(4)) for _group in range(4)]
    # Always a letter and a digit: before set-up the strictest rule holds, and chance alone left them out at times.
    return "-".join([*groups, secrets.choice("abcdefghjkmnpqrstuvwxyz") + secrets.choice("23456789")])
