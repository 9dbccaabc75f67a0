from kedang.core.actor import as_actor
from kedang.customers.models import Customer
from kedang.duplicates.actions.merge import merge_customers, part_customers
from kedang.grading.actions.opt_outs import opt_out
from kedang.grading.models import OptOut, Proposal, Score
from kedang.grading.tests.test_calculating import calculate
from kedang.people.models import Person


def test_a_refusal_goes_along_and_comes_back_exactly(five: list[Customer], head: Person) -> None:
    calculate(head)
    actor, (first, second) = as_actor(head), five[:2]
    opt_out(second, actor=actor)
    before = _kept(first, second)
    merge = merge_customers(first, second, actor=actor)
    assert OptOut.objects.get().customer == first
    assert not Score.objects.filter(customer=first).exists()
    assert not Proposal.objects.filter(customer=first, state="open").exists()
    part_customers(Customer.objects.get(pk=first.pk), merge, actor=actor)
    assert _kept(first, second) == before


def _kept(*customers: Customer) -> list[object]:
    ids = [one.pk for one in customers]
    scores = Score.objects.filter(customer__in=ids).order_by("customer_id", "method")
    proposals = Proposal.objects.filter(customer__in=ids).order_by("pk")
    return [
        list(scores.values_list("customer_id", "method", "value", "segment", "as_of")),
        list(proposals.values_list("pk", "customer_id", "state")),
        list(OptOut.objects.order_by("pk").values_list("customer_id", "ended_at")),
    ]
