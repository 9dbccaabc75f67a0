"""Ways to the pages of this room."""

from django.utils.translation import gettext_lazy as _

from kedang.access.rights import rights_of
from kedang.core.actor import Actor
from kedang.ui import nav


def register() -> None:
    nav.register(
        nav.NavItem(
            _("客群"),
            "segments:segments",
            "persons",
            12,
            _sees_customers,
            keywords="segments kequn audience 电话名单 统计",
        )
    )


def _sees_customers(actor: Actor) -> bool:
    rights = rights_of(actor)
    return rights.has("saved_view", "view") and rights.has("customer", "view")
