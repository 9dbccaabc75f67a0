"""Interactions by hand, and the next step they lead to."""

from __future__ import annotations

from kedang.access.door import action, check_right
from kedang.core.actor import Actor
from kedang.customers.models import Customer
from kedang.dealings.changing import amend, check_own
from kedang.dealings.entering import NewInteraction, enter_interactions
from kedang.dealings.events import INTERACTION_CHANGED
from kedang.dealings.links import check_links, colleague
from kedang.dealings.models import Interaction
from kedang.dealings.reading import InteractionFacts, NextStep
from kedang.workflow.models import Task
from kedang.workflow.planning import plan_task


@action(needs="create", resource="dealing")
def record_interaction(
    customer: Customer, facts: InteractionFacts, *, next_step: NextStep | None = None, actor: Actor
) -> Interaction:
    """`facts` as `reading.read_interaction` gives them; the next step becomes a task in the same transaction.

    Raises Invalid: a person, document or project of another customer.
    """
    check_links(customer, facts, actor)
    made = enter_interactions([NewInteraction(customer, facts)], actor=actor)[0]
    if next_step is not None:
        _plan(made, next_step, actor)
    return made


@action(needs="edit")
def change_interaction(
    interaction: Interaction, facts: InteractionFacts, *, expected: int | None = None, actor: Actor
) -> None:
    """By whose it is, or by who may delete. Raises Conflict: somebody was faster; Invalid: nothing changed."""
    check_own(interaction, actor)
    check_links(interaction.customer, facts, actor)
    amend(interaction, facts, kind=INTERACTION_CHANGED, expected=expected, actor=actor)


def next_steps(interaction: Interaction) -> list[Task]:
    return list(
        Task.objects.filter(
            source_type=Interaction._meta.label_lower, source_id=interaction.pk, dropped_at=None
        )
    )


def _plan(interaction: Interaction, step: NextStep, actor: Actor) -> Task:
    check_right(actor, "create", Task)
    return plan_task(
        step.title,
        actor=actor,
        customer=interaction.customer,
        assignee=colleague(step.assignee_id),
        due_on=step.due_on,
        note=step.note,
        source=interaction,
    )
