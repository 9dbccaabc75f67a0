"""Which view a list begins with: that of one's post."""

from __future__ import annotations

from kedang.access.rights import rights_of
from kedang.core.actor import Actor
from kedang.core.prepared import Prepared
from kedang.search.models import DefaultView, SavedView
from kedang.search.querysets import reach_of

_SHOWN = 12
_OF_POSTS = Prepared(
    lambda kind, *posts: (
        DefaultView.objects.filter(kind=kind, post__pk__in=posts)
        .order_by("post_id")
        .values_list("view_id", flat=True)
    )
)
_MINE = Prepared(
    lambda kind, person, department, *above: SavedView.objects.reaching(person, department, *above).of_kind(
        kind
    )[:_SHOWN]
)


def views_for(actor: Actor, kind: str) -> list[SavedView]:
    """The first of those one may see, for the tabs above a list: `SavedView.objects.visible_to`, compiled once."""
    return _MINE(kind, *reach_of(actor)) if rights_of(actor).has("saved_view", "view") else []


def default_view(kind: str, actor: Actor) -> SavedView | None:
    """Of the first post that has one, as long as the reader may still open it."""
    posts = sorted({line.post_id for line in rights_of(actor).lines if line.post_id})
    kept = _OF_POSTS(kind, *posts)
    if not kept:
        return None
    return SavedView.objects.visible_to(actor).of_kind(kind).filter(pk=kept[0]).first()
