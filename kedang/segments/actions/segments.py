"""Queries over customers kept as segments. One changes only one's own; sharing is a right of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid, NotFound
from kedang.core.text import tidy
from kedang.ledger.record import record
from kedang.people.models import Department
from kedang.search.compiling import Compiler
from kedang.search.fields import of_kind
from kedang.search.models import SavedView
from kedang.segments import events
from kedang.segments.models import Segment

MOST = 100
LONGEST = 500


@action(needs="create", resource="saved_view")
def save_segment(_model: type[Segment], name: str, query: str, *, note: str = "", actor: Actor) -> Segment:
    """Keep `query` as a segment of `actor`. Raises QueryError; Conflict: the name is taken."""
    name, query = _checked_name(name), _checked_query(query, actor)
    if Segment.objects.owned_by(actor).count() >= MOST:
        raise Invalid(_("每人最多保存 %(most)s 个客群。") % {"most": MOST}, remedy=_("请先删除不用的。"))
    try:
        with transaction.atomic():
            segment = Segment.objects.create(
                owner=actor.person, name=name, query=query, note=tidy(note)[:200]
            )
    except IntegrityError:
        raise _taken(name) from None
    record(events.SAVED, segment, actor=actor, details={"name": name, "query": query})
    _work_out(segment)
    return segment


@action(needs="create", resource="saved_view")
def change_segment(
    segment: Segment,
    *,
    name: str | None = None,
    query: str | None = None,
    note: str | None = None,
    actor: Actor,
) -> None:
    """Raises NotFound: somebody else's; Conflict: the name is taken."""
    _check_own(segment, actor)
    wanted = {
        "name": None if name is None else _checked_name(name),
        "query": None if query is None else _checked_query(query, actor, within=segment),
        "note": None if note is None else tidy(note)[:200],
    }
    changed: dict[str, Any] = {
        field: value
        for field, value in wanted.items()
        if value is not None and value != getattr(segment, field)
    }
    changes = [
        {"field": field, "label": field, "old": getattr(segment, field), "new": value}
        for field, value in changed.items()
    ]
    try:
        with transaction.atomic():
            revise(segment, **changed)
    except IntegrityError:
        raise _taken(str(name)) from None
    record(events.CHANGED, segment, actor=actor, changes=changes, details={"name": segment.name})
    if "query" in changed:
        _work_out(segment)


@action(needs="share", resource="saved_view")
def share_segment(
    segment: Segment, shared_with: str, departments: Sequence[Department] = (), *, actor: Actor
) -> None:
    """With nobody, with departments and those below them, or with all."""
    _check_own(segment, actor)
    if shared_with not in SavedView.Sharing.values:
        raise Invalid(_("请选择与谁分享。"), field="shared_with", value=shared_with)
    if shared_with == SavedView.Sharing.DEPARTMENT and not departments:
        raise Invalid(_("请选择部门。"), field="departments")
    revise(segment, shared_with=shared_with)
    segment.departments.set(departments if shared_with == SavedView.Sharing.DEPARTMENT else [])
    details = {
        "name": segment.name, "shared_with": shared_with, "departments": [one.pk for one in departments]
    }  # fmt: skip
    record(events.SHARED, segment, actor=actor, details=details)


@action(needs="create", resource="saved_view")
def retire_segment(segment: Segment, *, actor: Actor) -> None:
    """Out of every list; who was in it stays known."""
    _check_own(segment, actor)
    revise(segment, retired_at=now())
    record(events.RETIRED, segment, actor=actor, details={"name": segment.name, "query": segment.query})


@action(needs="create", resource="saved_view")
def note_refresh(segment: Segment, joined: int, left: int, *, actor: Actor) -> None:
    """That the members were worked out anew, and how many came and went."""
    record(events.REFRESHED, segment, actor=actor, details={"joined": joined, "left": left})


def _work_out(segment: Segment) -> None:
    from kedang.segments.tasks import refresh_segment

    refresh_segment.enqueue(segment.pk, key=f"segment:{segment.pk}")


def _check_own(segment: Segment, actor: Actor) -> None:
    if segment.owner_id != actor.id or segment.retired_at is not None:
        raise NotFound(_("没有找到这个客群，或它不是您的。"))


def _checked_name(name: str) -> str:
    name = tidy(name)
    if not name or len(name) > 60:
        raise Invalid(_("客群名称要有 1 到 60 个字。"), field="name", value=name)
    return name


def _checked_query(query: str, actor: Actor, within: Segment | None = None) -> str:
    """It must make sense now, for whoever saves it, and not lead back to the segment itself."""
    query = query.strip()
    if not query or len(query) > LONGEST:
        raise Invalid(
            _("客群的查询要有 1 到 %(most)d 个字。") % {"most": LONGEST},
            field="query",
            remedy=_("例如 标签:VIP客户 未联系>90天。"),
        )
    declared = of_kind("customer")
    if within is None:
        Compiler(declared, query, actor).compile()
        return query
    with transaction.atomic():
        Segment.objects.filter(pk=within.pk).update(query=query)
        Compiler(declared, query, actor).compile()
    return query


def _taken(name: str) -> Conflict:
    return Conflict(
        _("您已有一个叫“%(name)s”的客群。") % {"name": name},
        field="name",
        value=name,
        remedy=_("请换一个名称。"),
    )
