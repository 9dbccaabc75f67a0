"""What the pages read of people, departments and posts. Each asks first whether the actor may."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from kedang.access.models import Holding, Post
from kedang.access.rights import holdings_of, rights_of
from kedang.access.separation import pairs
from kedang.access.words import Clearance, Scope
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import NotFound, Refused
from kedang.core.numbers import number_of
from kedang.core.preset_names import shown
from kedang.people.models import Department, Organisation, Person

PAGE = 50


@dataclass(frozen=True)
class PeoplePage:
    """One page of people; `cursor` continues it, None at the end."""

    people: list[Person]
    cursor: str | None
    count: int
    is_capped: bool


@dataclass
class Branch:
    """A department with what hangs below."""

    department: Department
    people: int = 0
    below: list[Branch] = field(default_factory=list)


def may(actor: Actor, resource: str, verb: str) -> bool:
    return rights_of(actor).has(resource, verb)


def demand(actor: Actor, resource: str, verb: str = "view") -> None:
    if not may(actor, resource, verb):
        raise Refused(_("您没有权限查看这一页"), remedy=_("如需办理，请联系安全管理员。"))


def people_visible_to(actor: Actor) -> QuerySet[Person]:
    demand(actor, "person")
    factor = Authenticator.objects.filter(user_id=OuterRef("pk"), type=Authenticator.Type.TOTP)
    return (
        Person.objects.filter(is_system=False)
        .select_related("department")
        .annotate(has_factor=Exists(factor))
    )


def people_page(
    actor: Actor, *, text: str = "", department: Department | None = None, state: str = "", cursor: str = ""
) -> PeoplePage:
    """People by name, keyset on (name, id)."""
    rows = _matching(people_visible_to(actor), text, department, state)
    count = rows.order_by()[:1001].count()
    if cursor:
        name, _sign, last = cursor.rpartition("~")
        rows = rows.filter(Q(name__gt=name) | Q(name=name, pk__gt=number_of(last) or 0))
    found = list(rows.order_by("name", "pk")[: PAGE + 1])
    _add_posts(found)
    more = f"{found[PAGE - 1].name}~{found[PAGE - 1].pk}" if len(found) > PAGE else None
    return PeoplePage(found[:PAGE], more, min(count, 1000), count > 1000)


def person_of(actor: Actor, pk: int) -> Person:
    person = people_visible_to(actor).filter(pk=pk).first()
    if person is None:
        raise NotFound(_("没有找到这位人员"))
    return person


def colleagues(actor: Actor, text: str, limit: int = 20) -> list[Person]:
    """For pickers: anybody signed in may name a colleague."""
    rows = Person.objects.filter(is_system=False, is_active=True).select_related("department")
    return list(_matching(rows, text, None, "").order_by("name", "pk")[:limit])


def departments_matching(text: str, limit: int = 20) -> list[Department]:
    rows = Department.objects.filter(closed_at=None).select_related("parent")
    return list((rows.filter(name__icontains=text) if text else rows).order_by("path")[:limit])


def department_of(pk: int | str | None) -> Department | None:
    """The open department a picker sent; None when none was chosen."""
    chosen = number_of(pk)
    return None if chosen is None else Department.objects.filter(pk=chosen, closed_at=None).first()


def tree(actor: Actor) -> list[Branch]:
    """All open departments as a tree: as many as an office has, read in one query."""
    demand(actor, "person")
    active = Count("people", filter=Q(people__is_active=True))
    branches: dict[int, Branch] = {}
    roots: list[Branch] = []
    for department in Department.objects.filter(closed_at=None).annotate(active=active).order_by("path"):
        branch = branches[department.pk] = Branch(department, department.active)
        parent = branches.get(department.parent_id or 0)
        (parent.below if parent else roots).append(branch)
    return roots


def posts_visible_to(actor: Actor) -> QuerySet[Post]:
    demand(actor, "post")
    held = Count("holdings", filter=Q(holdings__ended_at=None, holdings__person__is_active=True))
    return Post.objects.annotate(holders=held).order_by("-is_preset", "pk")


def post_of(actor: Actor, pk: int) -> Post:
    post = posts_visible_to(actor).filter(pk=pk).first()
    if post is None:
        raise NotFound(_("没有找到这个岗位"))
    return post


def sales_post() -> Post:
    """The preset; it cannot be removed."""
    return Post.objects.get(code="sales")


def sales_switch(actor: Actor) -> dict[str, object]:
    """The preset post 销售, whether it edits whole profiles, and whether `actor` may change that."""
    post = sales_post()
    is_held = Holding.objects.filter(post=post, person=actor.person, ended_at=None).exists()
    return {
        "post": post,
        "is_on": ("customer", "edit") in pairs(post),
        "can_change": may(actor, "post", "manage") and not is_held,
    }


def holders_of(post: Post, limit: int = 100) -> list[Holding]:
    rows = Holding.objects.filter(post=post, ended_at=None, person__is_active=True)
    return list(rows.select_related("person", "department").order_by("person__name")[:limit])


def holdings_for(person: Person) -> list[Holding]:
    return list(holdings_of(person))


def my_posts(actor: Actor) -> list[str]:
    """One's own posts in words: name, scope, clearance."""
    return [
        _("%(post)s（%(scope)s，%(level)s）")
        % {
            "post": shown(holding.post.name),
            "scope": Scope(holding.post.scope).label,
            "level": Clearance(holding.post.clearance).label,
        }
        for holding in holdings_of(actor.person)
    ]


def _matching(
    rows: QuerySet[Person], text: str, department: Department | None, state: str
) -> QuerySet[Person]:
    for word in text.split():
        rows = rows.filter(Q(name__icontains=word) | Q(email__icontains=word) | Q(phone__icontains=word))
    if department is not None:
        rows = rows.filter(department__path__startswith=department.path)
    if state:
        rows = rows.filter(is_active=state == "active")
    return rows


def _add_posts(people: Iterable[Person]) -> None:
    """Names of the posts of a page of people, in one query."""
    by_person: dict[int, list[str]] = {}
    unexpired = Q(expires_at=None) | Q(expires_at__gt=now())
    rows = Holding.objects.filter(unexpired, person__in=list(people), ended_at=None)
    for pk, post in rows.order_by("pk").values_list("person", "post__name"):
        by_person.setdefault(pk, []).append(shown(post))
    for person in people:
        person.post_names = by_person.get(person.pk, [])  # type: ignore[attr-defined]  # for the list's row


def organisation() -> Organisation:
    return Organisation.objects.get(pk=1)


def powers_held(codes: Iterable[str]) -> list[tuple[Post, list[str]]]:
    """Each of the three powers with the names of who holds it."""
    names: dict[str, list[str]] = {}
    rows = Holding.objects.filter(post__code__in=codes, ended_at=None, person__is_active=True)
    for code, name in rows.order_by("pk").values_list("post__code", "person__name"):
        names.setdefault(code, []).append(name)
    return [(post, names.get(post.code, [])) for post in Post.objects.filter(code__in=codes).order_by("pk")]


def holding_of(person: Person, pk: int) -> Holding:
    holding = Holding.objects.select_related("post").filter(pk=pk, person=person).first()
    if holding is None:
        raise NotFound(_("没有找到这项任职"))
    return holding


def has_usable_link(person: Person) -> bool:
    return bool(person.one_time_links.usable().exists())


def department_visible_to(actor: Actor, pk: int) -> Department:
    demand(actor, "person")
    department = Department.objects.select_related("parent", "head").filter(pk=pk, closed_at=None).first()
    if department is None:
        raise NotFound(_("没有找到这个部门"))
    return department


def colleague(pk: int | str | None) -> Person | None:
    """The active colleague a picker sent; None when none was chosen."""
    people = Person.objects.filter(is_system=False, is_active=True).select_related("department")
    chosen = number_of(pk)
    return None if chosen is None else people.filter(pk=chosen).first()


def anybody(pk: int) -> Person:
    """Also who has left: the ledger is about the past."""
    person = Person.objects.filter(pk=pk).first()
    if person is None:
        raise NotFound(_("没有找到这位人员"))
    return person
