"""Tags: the list of them, and on customers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid
from kedang.core.text import match_key, tidy
from kedang.customers.actions.change import fresh
from kedang.customers.changing import Change, amend
from kedang.customers.events import TAG_CHANGED, TAG_CREATED, TAG_RETIRED, TAGGED
from kedang.customers.models import Colour, Customer, Tag
from kedang.customers.record import load_states
from kedang.ledger.record import record

# Characters with a meaning in the query language; a tag must be findable by its name.
_FORBIDDEN = '",，;；:：()（）'


@action(needs="create")
def create_tag(
    model: type[Tag], name: str, *, colour: str = Colour.GRAY, parent: Tag | None = None, actor: Actor
) -> Tag:
    """Raises Conflict: a tag is called that (spelling aside)."""
    tag = Tag(**_read(name, colour, parent, None))
    tag.save(force_insert=True)
    record(TAG_CREATED, tag, actor=actor, details={"name": tag.name})
    return tag


@action(needs="edit")
def change_tag(tag: Tag, name: str, *, colour: str, parent: Tag | None, actor: Actor) -> None:
    before = tag.name
    revise(tag, **_read(name, colour, parent, tag))
    record(TAG_CHANGED, tag, actor=actor, details={"old": before, "new": tag.name})


@action(needs="delete")
def retire_tag(tag: Tag, *, actor: Actor) -> None:
    """No longer offered; where it was used it stays."""
    revise(tag, retired_at=now())
    record(TAG_RETIRED, tag, actor=actor, details={"name": tag.name})


@action(needs="edit")
def tag_customer(customer: Customer, tags: Iterable[Tag], *, actor: Actor) -> list[Change]:
    return _retag(customer, add=tags, remove=(), actor=actor)


@action(needs="edit")
def untag_customer(customer: Customer, tags: Iterable[Tag], *, actor: Actor) -> list[Change]:
    return _retag(customer, add=(), remove=tags, actor=actor)


@action(needs="edit")
def set_tags(customer: Customer, tags: Iterable[Tag], *, actor: Actor) -> list[Change]:
    """Exactly these. Raises NothingChanged."""
    return amend(fresh(customer), {"tags": [tag.pk for tag in tags]}, kind=TAGGED, actor=actor)


def _retag(customer: Customer, *, add: Iterable[Tag], remove: Iterable[Tag], actor: Actor) -> list[Change]:
    customer = fresh(customer)
    present = set(load_states([customer], {"links"})[customer.pk]["tags"])
    wanted = (present | {tag.pk for tag in add}) - {tag.pk for tag in remove}
    return amend(customer, {"tags": sorted(wanted)}, kind=TAGGED, actor=actor)


def _read(name: str, colour: str, parent: Tag | None, own: Tag | None) -> dict[str, Any]:
    name = tidy(name)
    if not name or len(name) > 60:
        raise Invalid(_("标签名称应为 1 至 60 个字"), field="name", value=name)
    if bad := next((c for c in name if c in _FORBIDDEN), ""):
        raise Invalid(_("标签名称里不能有“%(mark)s”") % {"mark": bad}, field="name", value=name)
    if colour not in Colour.values:
        raise Invalid(_("没有这种颜色"), field="colour", value=colour)
    key = match_key(name)
    taken = Tag.objects.filter(match_key=key).exclude(pk=own.pk if own else 0).first()
    if taken:
        raise Conflict(_("已有标签“%(name)s”") % {"name": taken.name}, field="name", value=name)
    _check_parent(parent, own)
    return {"name": name, "match_key": key, "colour": colour, "parent": parent}


def _check_parent(parent: Tag | None, own: Tag | None) -> None:
    above = parent
    while above is not None:
        if own is not None and above.pk == own.pk:
            raise Invalid(_("标签不能放在自己的下级之下"), field="parent")
        above = above.parent
