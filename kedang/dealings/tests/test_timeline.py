"""Days and moments in one stream."""

from __future__ import annotations

from kedang.core.actor import as_actor
from kedang.customers.tests.makers import make_customer
from kedang.customers.timeline import Point, stream
from kedang.dealings.tests.makers import make_interaction, make_need, make_purchase
from kedang.people.models import Person

OURS = ("interaction", "purchase", "need")


def test_a_purchase_of_a_day_stands_above_what_was_said_on_it(sales_a: Person) -> None:
    customer = make_customer(by=sales_a)
    made = make_purchase(customer, by=sales_a, bought_on="2026-05-03")
    make_interaction(customer, by=sales_a, at="2026-05-03 17:30")
    first = stream(customer, as_actor(sales_a), only=OURS)[0]
    assert (first.source, first.pk) == ("purchase", made.pk)


def test_pages_of_any_length_show_each_moment_once_in_the_order_of_the_whole(sales_a: Person) -> None:
    customer = make_customer(by=sales_a)
    for day in ("2026-05-01", "2026-05-02", "2026-05-03"):
        for hour in ("00:00", "09:15", "23:59"):
            make_interaction(customer, by=sales_a, at=f"{day} {hour}")
        make_purchase(customer, by=sales_a, bought_on=day)
        make_purchase(customer, by=sales_a, bought_on=day)
        make_need(customer, by=sales_a)
    actor = as_actor(sales_a)
    whole = [moment.point for moment in stream(customer, actor, only=OURS, limit=100)]
    for size in (1, 2, 5):
        pages: list[Point] = []
        while page := stream(customer, actor, only=OURS, limit=size, before=pages[-1] if pages else None):
            pages += [moment.point for moment in page]
        assert pages == whole, f"pages of {size}"
