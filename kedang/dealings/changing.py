"""Changing a stored dealing: what differs is written, sealed, indexed and told."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kedang.access.door import revise
from kedang.access.rights import rights_of
from kedang.core.actor import Actor
from kedang.core.errors import Conflict, Refused
from kedang.customers.changing import NothingChanged
from kedang.dealings import figures, indexing
from kedang.dealings.entering import columns_of, words_in
from kedang.dealings.models import Interaction, InteractionDocument, InteractionPerson
from kedang.dealings.reading import InteractionFacts
from kedang.dealings.sealing import column_of, seal_all
from kedang.dealings.states import Dealing, Facts, changes_between, state_of, state_of_facts
from kedang.ledger.kinds import Kind
from kedang.ledger.record import record


def amend(
    dealing: Dealing, facts: Facts, *, kind: Kind, expected: int | None = None, actor: Actor
) -> list[dict[str, Any]]:
    """Raises Conflict: withdrawn, or not the `expected` revision; NothingChanged."""
    if dealing.is_withdrawn:
        raise Conflict(_("这条记录已经撤回"), remedy=_("请先恢复它。"))
    model = type(dealing)
    changes = changes_between(model, state_of(dealing), state_of_facts(facts))
    if not changes:
        raise NothingChanged(_("没有改动"))
    words = words_in(facts)
    sealed = seal_all([(model, dealing.customer_id, words)])[0]
    revise(dealing, expected=expected, **columns_of(facts), **{column_of(model): sealed})
    if isinstance(dealing, Interaction) and isinstance(facts, InteractionFacts):
        _relink(dealing, facts)
    indexing.write([dealing], [words])
    figures.refresh([dealing.customer_id])
    record(kind, dealing, actor=actor, customer_id=dealing.customer_id, changes=changes)
    return changes


def check_own(dealing: Dealing, actor: Actor) -> None:
    """What somebody wrote is changed by them, or by who may delete. Raises Refused."""
    if may_change(dealing, actor):
        return
    raise Refused(
        _("只有经手人可以修改或撤回这条记录"), remedy=_("请让经手人或部门主管办理，也可以另记一条。")
    )


def may_change(dealing: Dealing, actor: Actor) -> bool:
    own = actor.id in (dealing.author_id, dealing.recorded_by_id)
    return own or rights_of(actor).has("dealing", "delete")


def _relink(interaction: Interaction, facts: InteractionFacts) -> None:
    InteractionPerson.objects.filter(interaction=interaction).exclude(person_id__in=facts.people).delete()
    InteractionPerson.objects.bulk_create(
        [InteractionPerson(interaction=interaction, person_id=pk) for pk in facts.people],
        ignore_conflicts=True,
    )
    InteractionDocument.objects.filter(interaction=interaction).exclude(
        document_id__in=facts.documents
    ).delete()
    InteractionDocument.objects.bulk_create(
        [InteractionDocument(interaction=interaction, document_id=pk) for pk in facts.documents],
        ignore_conflicts=True,
    )
