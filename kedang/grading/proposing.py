"""From classes to proposals: what is new, what has lapsed, and what the rule decides by itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Max

from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.customers.changing import Amendment, amend_many
from kedang.customers.events import GRADED
from kedang.customers.models import Customer
from kedang.customers.models.customer import GradeBasis
from kedang.grading.models import Calculation, Method, Proposal, Score

State = Proposal.State


def propose(
    ids: Collection[int],
    letters: Mapping[int, str],
    scores: Sequence[Score],
    calculation: Calculation,
    *,
    by_rule: bool,
    actor: Actor,
) -> int:
    """How many are new. In the caller's transaction; `ids` are all customers of the step, `letters` of the graded."""
    basis = {one.customer_id: one for one in scores if one.method == Method.ABC}
    customers = Customer.objects.in_use().filter(pk__in=letters).in_bulk()
    wanted = {pk: letters[pk] for pk, one in customers.items() if one.grade != letters[pk]}
    known = {one.customer_id: one for one in Proposal.objects.filter(customer_id__in=ids, state=State.OPEN)}
    lapse([one for pk, one in known.items() if wanted.get(pk) != one.proposed])
    refused = _kept(wanted)
    new = [
        _proposal(customers[pk], letter, basis[pk], calculation)
        for pk, letter in wanted.items()
        if refused.get(pk) != letter and (pk not in known or known[pk].proposed != letter)
    ]
    if by_rule:
        _decide_by_rule(new, customers, actor)
    Proposal.objects.bulk_create(new, batch_size=100)
    return len(new)


def lapse(proposals: Sequence[Proposal]) -> None:
    rows = Proposal.objects.filter(pk__in=[one.pk for one in proposals], state=State.OPEN)
    rows.update(state=State.LAPSED, updated_at=now())


def amendment(proposal: Proposal) -> Amendment:
    """The decision as a change of the record, with where it comes from."""
    wanted = {"grade": proposal.proposed, "grade_basis": GradeBasis.SALES.value}
    return Amendment(proposal.customer, wanted, {"method": Method.ABC.value, "as_of": str(proposal.as_of)})


def _kept(wanted: Mapping[int, str]) -> dict[int, str]:
    """What was proposed last and refused: not asked again."""
    decided = Proposal.objects.filter(customer_id__in=wanted, state__in=(State.KEPT, State.ACCEPTED))
    newest = decided.order_by().values("customer").annotate(last=Max("pk")).values("last")
    rows = Proposal.objects.filter(pk__in=newest, state=State.KEPT)
    return dict(rows.values_list("customer_id", "proposed"))


def _proposal(customer: Customer, letter: str, score: Score, calculation: Calculation) -> Proposal:
    return Proposal(
        customer=customer,
        present=customer.grade,
        proposed=letter,
        basis=score.inputs,
        version=score.version,
        as_of=calculation.as_of,
    )


def _decide_by_rule(proposals: Sequence[Proposal], customers: Mapping[int, Customer], actor: Actor) -> None:
    amend_many([amendment(one) for one in proposals], kind=GRADED, actor=actor)
    for one in proposals:
        one.state, one.decided_by, one.decided_at = State.ACCEPTED, actor.person, now()
