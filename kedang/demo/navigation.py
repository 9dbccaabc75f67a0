"""Ways to the demo company: the last step of the set-up wizard, and a card on the settings page."""

from django.utils.translation import gettext_lazy as _

from kedang.accounts import hub
from kedang.accounts.setup.registry import Start, register_start
from kedang.core.actor import Actor


def register() -> None:
    hub.register(
        hub.Card(
            _("演示公司"),
            _("载入或移除虚构的客户与文档"),
            "demo:demo",
            "company",
            hub.SYSTEM,
            39,
            "settings.manage",
        )
    )
    register_start(
        Start(
            "demo",
            _("载入演示公司"),
            _("约 300 位客户、2000 份文档，一键移除"),
            icon="company",
            order=20,
            deed=_load,
        )
    )


def _load(actor: Actor) -> None:
    """At once: a worker does the rest, and the tray shows how far it is."""
    from kedang.demo.loading import start_load

    start_load(actor=actor)
