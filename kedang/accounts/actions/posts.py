"""Posts: what they may do, and who holds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.access.models import Holding, Post, PostRight
from kedang.access.separation import check_holding, check_rights, missing_powers, pairs
from kedang.access.words import RESOURCES, VERBS, Clearance, Scope
from kedang.accounts import events
from kedang.accounts.entries import change, changes_between
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid, Refused
from kedang.ledger.record import record
from kedang.people.models import Department, Organisation, Person

Pairs = frozenset[tuple[str, str]]
# What the switch of the preset post 销售 adds.
FULL_EDIT = ("customer", "edit")


@dataclass(frozen=True)
class PostEntry:
    """A post as the designer shows it; `rights` are (resource, verb)."""

    name: str
    description: str = ""
    scope: int = Scope.OWN
    clearance: int = Clearance.INTERNAL
    demands_second_factor: bool = False
    rights: Pairs = field(default_factory=frozenset)


@action(needs="create", resource="post")
def add_post(_nothing: None, entry: PostEntry, *, actor: Actor) -> Post:
    _check(entry)
    post = Post(code=_free_code(), **_columns(entry))
    _save(post)
    _replace_rights(post, entry.rights)
    record(events.POST_ADDED, post, actor=actor, details={"name": post.name, "rights": _listed(entry.rights)})
    return post


@action(needs="manage", resource="post")
def change_post(post: Post, entry: PostEntry, *, expected: int | None = None, actor: Actor) -> None:
    """Change what a post may do; nobody changes a post they hold themselves.

    Raises Refused: separation of powers. Conflict: changed meanwhile, or the name is taken.
    """
    _check(entry)
    _refuse_own(post, actor)
    _check_holders(post, entry)
    before, rights_before = _told(post), pairs(post)
    try:
        with transaction.atomic():
            revise(post, expected=expected, **_columns(entry))
    except IntegrityError:
        raise _taken(entry.name) from None
    _replace_rights(post, entry.rights)
    rights = [change("rights", _listed(frozenset(rights_before)), _listed(entry.rights))]
    changes = changes_between(before, _told(post)) + (rights if rights_before != entry.rights else [])
    record(events.POST_CHANGED, post, actor=actor, changes=changes)


@action(needs="manage", resource="post")
def let_sales_edit(post: Post, allowed: bool, *, actor: Actor) -> None:
    """Whether sellers change the whole profile of their own customers at once (requirement E1).

    `post` is the preset 销售. Raises Conflict: it is so already. Refused: one's own post.
    """
    before = pairs(post)
    rights = frozenset(before | {FULL_EDIT} if allowed else before - {FULL_EDIT})
    if rights == before:
        raise Conflict(_("这个开关已经是这样了"))
    _refuse_own(post, actor)
    _check_holders(post, PostEntry(post.name, rights=rights))
    revise(post)
    _replace_rights(post, rights)
    record(
        events.POST_CHANGED,
        post,
        actor=actor,
        changes=[change("rights", _listed(frozenset(before)), _listed(rights))],
    )


@action(needs="delete", resource="post")
def remove_post(post: Post, *, actor: Actor) -> None:
    """Remove a post nobody ever held. Raises Conflict: it is or was held, or ships with Kedang."""
    if post.is_preset:
        raise Conflict(_("预设岗位不能删除"), remedy=_("可以去掉它的权限，或不再任命。"))
    if Holding.objects.filter(post=post).exists():
        raise Conflict(_("这个岗位有过任职记录，不能删除"), remedy=_("可以去掉它的权限，或不再任命。"))
    record(events.POST_REMOVED, post, actor=actor, details={"name": post.name})
    post.delete()


@action(needs="grant", resource="post")
def give_post(
    person: Person,
    *,
    post: Post,
    department: Department | None = None,
    expires_at: datetime | None = None,
    actor: Actor,
) -> Holding:
    """Appoint `person`; ends the start mode once three persons hold the three powers.

    Raises Refused: powers that must stay apart, or oneself. Conflict: held already.
    """
    if not person.is_active:
        raise Refused(_("此人员已停用"))
    check_holding(person, post, actor=actor)
    try:
        with transaction.atomic():
            holding = Holding.objects.create(
                person=person, post=post, department=department, given_by=actor.person, expires_at=expires_at
            )
    except IntegrityError:
        raise Conflict(_("已经担任这个岗位"), field="post", value=post.name) from None
    details: dict[str, object] = {"post": post.name, "department": department.name if department else ""}
    if ended := _end_start_mode():
        details["start_mode_ended"] = ended
    record(events.POST_GIVEN, holding, actor=actor, person_id=person.pk, details=details)
    return holding


@action(needs="grant", resource="post")
def end_holding(holding: Holding, *, actor: Actor) -> None:
    """Relieve somebody of a post. Raises Conflict: it has ended already."""
    if not Holding.objects.filter(pk=holding.pk, ended_at=None).update(ended_at=now()):
        raise Conflict(_("这项任职已经结束"))
    record(
        events.POST_ENDED,
        holding,
        actor=actor,
        person_id=holding.person_id,
        details={"post": holding.post.name},
    )


@action(needs="manage", resource="settings", reason=True)
def declare_small(organisation: Organisation, *, actor: Actor) -> None:
    """Declare that one person may hold several of the three powers (小型单位).

    The start mode ends; its founder gets a post of that width instead, visible like any other: everything
    but the ledger of all and the top level, which need a second person.
    """
    if organisation.is_small:
        raise Conflict(_("已经声明过了"))
    revise(organisation, is_small=True)
    post = _small_owner()
    founders = list(Person.objects.filter(in_start_mode=True))
    for founder in founders:
        Holding.objects.get_or_create(
            person=founder,
            post=post,
            department=founder.department,
            ended_at=None,
            defaults={"given_by": actor.person},
        )
    Person.objects.filter(in_start_mode=True).update(in_start_mode=False)
    record(
        events.DECLARED_SMALL,
        organisation,
        actor=actor,
        details={"founders": [person.pk for person in founders]},
    )


def _end_start_mode() -> int:
    return 0 if missing_powers() else Person.objects.filter(in_start_mode=True).update(in_start_mode=False)


def _small_owner() -> Post:
    post, created = Post.objects.get_or_create(
        code="small_owner",
        defaults={
            "name": _("单位负责人（小型单位）"),
            "description": _("小型单位一人兼任：除全部台账和最高密级以外的一切"),
            "scope": Scope.ALL,
            "clearance": Clearance.CONFIDENTIAL,
            "demands_second_factor": True,
        },
    )
    if created:
        _replace_rights(post, frozenset((r, v) for r in RESOURCES if r != "ledger" for v in VERBS))
    return post


def _check(entry: PostEntry) -> None:
    if not entry.name.strip():
        raise Invalid(_("请填写岗位名称"), field="name")
    if entry.scope not in Scope or entry.clearance not in Clearance:
        raise Invalid(_("没有这个数据范围或密级"), field="scope")
    unknown = [pair for pair in entry.rights if pair[0] not in RESOURCES or pair[1] not in VERBS]
    if unknown:
        raise Invalid(_("没有这项权限"), field="rights", value=".".join(unknown[0]))
    if not Organisation.objects.filter(is_small=True).exists():
        check_rights(set(entry.rights))


def _refuse_own(post: Post, actor: Actor) -> None:
    if (
        not actor.person.is_system
        and Holding.objects.filter(post=post, person=actor.person, ended_at=None).exists()
    ):
        raise Refused(_("不能修改自己担任的岗位"), remedy=_("请由另一位安全管理员办理。"))


def _check_holders(post: Post, entry: PostEntry) -> None:
    """A widened post must not unite powers in somebody who holds another post as well."""
    if Organisation.objects.filter(is_small=True).exists():
        return
    holders = Holding.objects.filter(post=post, ended_at=None).values("person")
    others = Holding.objects.filter(person__in=holders, ended_at=None).exclude(post=post)
    united: dict[int, set[tuple[str, str]]] = {}
    for person, resource, verb in others.values_list(
        "person", "post__rights__resource", "post__rights__verb"
    ):
        united.setdefault(person, set(entry.rights)).add((resource, verb))
    for rights in united.values():
        check_rights(rights)


def _columns(entry: PostEntry) -> dict[str, object]:
    return {
        "name": entry.name.strip(),
        "description": entry.description.strip(),
        "scope": entry.scope,
        "clearance": entry.clearance,
        "demands_second_factor": entry.demands_second_factor,
    }


def _told(post: Post) -> dict[str, object]:
    return {
        "name": post.name,
        "description": post.description,
        "scope": str(Scope(post.scope).label),
        "clearance": str(Clearance(post.clearance).label),
        "demands_second_factor": post.demands_second_factor,
    }


def _replace_rights(post: Post, rights: Pairs) -> None:
    """Keep the rows that stay: they may carry a scope of their own."""
    held = pairs(post)
    for resource, verb in held - rights:
        PostRight.objects.filter(post=post, resource=resource, verb=verb).delete()
    PostRight.objects.bulk_create(
        [PostRight(post=post, resource=resource, verb=verb) for resource, verb in sorted(rights - held)]
    )


def _save(post: Post) -> None:
    try:
        with transaction.atomic():
            post.save(force_insert=True)
    except IntegrityError:
        raise _taken(post.name) from None


def _taken(name: str) -> Conflict:
    return Conflict(_("已有同名岗位"), field="name", value=name)


def _free_code() -> str:
    latest = Post.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return f"post-{latest + 1}"


def _listed(rights: Pairs) -> list[str]:
    return sorted(f"{resource}.{verb}" for resource, verb in rights)
