from kedang.access.audience import enter_grant
from kedang.access.ledger import may_read_ledger_of, visible_events
from kedang.access.models import Grant
from kedang.core.actor import as_actor
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.people.models import Person


def test_a_grant_to_see_a_customer_opens_not_its_ledger(
    sales_b: Person, head: Person, manager: Person
) -> None:
    """A head reads the ledger of their own departments; a customer shown to them by grant is not theirs."""
    customer = make_customer(by=sales_b)
    grant = Grant.objects.create(
        resource="customer",
        object_id=customer.pk,
        customer_id=customer.pk,
        person=head,
        verb="view",
        given_by=manager,
    )
    enter_grant(grant)
    actor = as_actor(head)
    assert Customer.objects.visible_to(actor).filter(pk=customer.pk).exists()
    assert not may_read_ledger_of(actor, customer.pk)
    assert not visible_events(actor).filter(customer_id=customer.pk).exists()
