"""Tags as people type them: by name; a new one is made for those who may."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kedang.access.rights import rights_of
from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.core.preset_names import meant
from kedang.core.text import match_key
from kedang.customers.actions.tags import create_tag
from kedang.customers.models import Tag


def tags_named(names: Sequence[str], *, actor: Actor) -> list[int]:
    """Ids in the order of `names`. Raises Invalid: there is no such tag, and `actor` may not make one."""
    wanted = {match_key(name): name.strip() for name in names if name.strip()}
    shipped = {match_key(one): key for key, name in wanted.items() for one in meant(name)}
    there = {
        shipped[key]: pk
        for key, pk in Tag.objects.filter(match_key__in=shipped).values_list("match_key", "pk")
    }
    for key, name in wanted.items():
        if key not in there:
            if not rights_of(actor).has("tag", "create"):
                raise Invalid(_("没有标签“%(name)s”。") % {"name": name}, field="tags", value=name)
            there[key] = create_tag(Tag, name, actor=actor).pk
    return [there[key] for key in wanted]
