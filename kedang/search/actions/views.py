"""Queries kept under a name. One changes only one's own; sharing is a right of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.access.models import Post
from kedang.core.actor import Actor
from kedang.core.errors import Conflict, Invalid, NotFound
from kedang.ledger.record import record
from kedang.people.models import Department
from kedang.search import events
from kedang.search.compiling import Compiler
from kedang.search.fields import of_kind
from kedang.search.models import DefaultView, SavedView

MOST_VIEWS = 50


@action(needs="create", resource="saved_view")
def save_view(
    _model: type[SavedView],
    kind: str,
    name: str,
    query: str,
    *,
    columns: list[str] | None = None,
    sort: str = "",
    face: str = "",
    grouping: str = "",
    actor: Actor,
) -> SavedView:
    """Keep `query` on the list of `kind` for `actor`. Raises QueryError; Conflict: the name is taken."""
    name = _checked_name(name)
    Compiler(of_kind(kind), query, actor).compile()
    if SavedView.objects.owned_by(actor).of_kind(kind).count() >= MOST_VIEWS:
        raise Invalid(
            _("每个列表最多保存 %(most)s 个视图。") % {"most": MOST_VIEWS}, remedy=_("请先删除不用的。")
        )
    try:
        with transaction.atomic():
            view = SavedView.objects.create(
                owner=actor.person,
                kind=kind,
                name=name,
                query=query.strip(),
                columns=columns or [],
                sort=sort,
                face=face[:10],
                grouping=grouping[:20],
            )
    except IntegrityError:
        raise _taken(name) from None
    record(events.VIEW_SAVED, view, actor=actor, details={"name": name, "kind": kind, "query": view.query})
    return view


@action(needs="create", resource="saved_view")
def change_view(
    view: SavedView,
    *,
    name: str | None = None,
    query: str | None = None,
    sort: str | None = None,
    actor: Actor,
) -> None:
    """Rename `view` or give it another query. Raises NotFound: it is somebody else's."""
    _check_own(view, actor)
    wanted = {"name": name and _checked_name(name), "query": query, "sort": sort}
    changed: dict[str, Any] = {
        field: value for field, value in wanted.items() if value is not None and value != getattr(view, field)
    }
    if "query" in changed:
        Compiler(of_kind(view.kind), str(changed["query"]), actor).compile()
    changes = [
        {"field": field, "label": field, "old": getattr(view, field), "new": value}
        for field, value in changed.items()
    ]
    try:
        with transaction.atomic():
            revise(view, **changed)
    except IntegrityError:
        raise _taken(str(name)) from None
    record(events.VIEW_CHANGED, view, actor=actor, changes=changes, details={"name": view.name})


@action(needs="share", resource="saved_view")
def share_view(
    view: SavedView, shared_with: str, departments: Sequence[Department] = (), *, actor: Actor
) -> None:
    """With nobody, with departments (one's own when none is named), or all. Who opens it sees what they may see."""
    _check_own(view, actor)
    if shared_with not in SavedView.Sharing.values:
        raise Invalid(_("请选择与谁分享。"), field="shared_with", value=shared_with)
    is_near = shared_with == SavedView.Sharing.DEPARTMENT
    own = actor.person.department if is_near and not departments else None
    if is_near and own is None and not departments:
        raise Invalid(
            _("您没有所属部门。"), field="shared_with", remedy=_("请与全体分享，或联系系统管理员。")
        )
    revise(view, shared_with=shared_with, department=own)
    view.departments.set(departments if is_near else [])
    details = {
        "name": view.name, "shared_with": shared_with, "departments": [one.pk for one in departments]
    }  # fmt: skip
    record(events.VIEW_SHARED, view, actor=actor, details=details)


@action(needs="share", resource="saved_view")
def set_default_views(view: SavedView, posts: Sequence[Post], *, actor: Actor) -> None:
    """Those who hold one of `posts` begin with `view`; it must be shared with all, or they would not see it."""
    _check_own(view, actor)
    if posts and view.shared_with != SavedView.Sharing.ALL:
        raise Invalid(_("默认视图要与全体分享"), field="posts", remedy=_("请先把分享范围改为“全体”。"))
    DefaultView.objects.filter(view=view).exclude(post__in=posts).delete()
    for post in posts:
        DefaultView.objects.update_or_create(post=post, kind=view.kind, defaults={"view": view})
    details = {"name": view.name, "posts": [post.pk for post in posts]}
    record(events.VIEW_DEFAULTED, view, actor=actor, details=details)


@action(needs="create", resource="saved_view")
def remove_view(view: SavedView, *, actor: Actor) -> None:
    _check_own(view, actor)
    record(events.VIEW_REMOVED, view, actor=actor, details={"name": view.name, "query": view.query})
    view.delete()


def _check_own(view: SavedView, actor: Actor) -> None:
    if view.owner_id != actor.id:
        raise NotFound(_("没有找到这个视图，或它不是您的。"))


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 60:
        raise Invalid(_("视图名称要有 1 到 60 个字。"), field="name", value=name)
    return name


def _taken(name: str) -> Conflict:
    return Conflict(
        _("您已有一个叫“%(name)s”的视图。") % {"name": name},
        field="name",
        value=name,
        remedy=_("请换一个名称。"),
    )
