from kedang.core.actor import as_actor
from kedang.customers.tests.makers import make_customer
from kedang.dealings.models import Interaction, Purchase
from kedang.operations.bench.dealings import add_dealings
from kedang.people.models import Person


def test_so_many_are_dealt_in_turn(sales_a: Person) -> None:
    customers = [make_customer(f"第{number}公司", by=sales_a) for number in range(2)]
    add_dealings(customers, purchases=7, interactions=5, actor=as_actor(sales_a))
    assert [Purchase.objects.filter(customer=one).count() for one in customers] == [4, 3]
    assert [Interaction.objects.filter(customer=one).count() for one in customers] == [3, 2]
