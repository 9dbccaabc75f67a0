"""Which view a list begins with: that of one's post."""

from __future__ import annotations

from kedang.access.rights import rights_of
from kedang.core.actor import Actor
from kedang.search.models import DefaultView, SavedView


def default_view(kind: str, actor: Actor) -> SavedView | None:
    """Of the first post that has one, as long as the reader may still open it."""
    posts = {line.post_id for line in rights_of(actor).lines if line.post_id}
    if not posts:
        return None
    kept = DefaultView.objects.filter(kind=kind, post_id__in=posts).order_by("post_id").values("view_id")
    rows = SavedView.objects.visible_to(actor).of_kind(kind).filter(pk__in=kept[:1])
    return rows.first()
