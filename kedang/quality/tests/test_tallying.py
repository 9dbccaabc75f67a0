from __future__ import annotations

from datetime import timedelta

from kedang.core.actor import as_actor
from kedang.core.clock import frozen, now
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.jobs import run_pending
from kedang.people.models import Person
from kedang.quality import tallying
from kedang.quality.actions.settings import assess_again
from kedang.quality.league import spark, table_of
from kedang.quality.models import Tally
from kedang.quality.tests.conftest import FULL


def test_everybody_sees_sums_within_their_reach(
    customer: Customer, sales_a: Person, sales_b: Person, head: Person, auditor: Person, system_admin: Person
) -> None:
    make_customer("别处公司", by=sales_b)
    make_customer("机密公司", by=sales_a, contacts=FULL)
    Customer.objects.filter(name="机密公司").update(classification=4)
    assess_again(None, actor=as_actor(head))
    run_pending()

    def seen(person: Person) -> dict[str, int]:
        return {one.name: one.customers for one in tallying.owners(as_actor(person))}

    assert seen(sales_a) == {"销售甲": 1}
    assert seen(head) == {"销售甲": 1}
    assert seen(auditor) == {"销售甲": 2, "销售乙": 1}
    assert seen(system_admin) == {}


def test_the_worst_stand_first_and_departments_add_up(
    customer: Customer, sales_a: Person, colleague: Person, head: Person
) -> None:
    make_customer("空空公司", by=colleague)
    assess_again(None, actor=as_actor(head))
    run_pending()
    rows = tallying.owners(as_actor(head))
    assert [(one.name, one.score) for one in rows] == [("销售丙", 61), ("销售甲", 100)]
    (east,) = tallying.departments(as_actor(head))
    assert (east.name, east.customers, east.score, east.faultless) == ("华东销售部", 2, 80, 1)
    table = table_of(rows)
    assert dict(table.rules) == {"required": "缺少必填项", "unreachable": "缺联系方式"}
    assert table.lines[0].counts == (("required", 3), ("unreachable", 1))


def test_a_week_is_counted_once_and_the_trend_keeps_the_weeks(customer: Customer, head: Person) -> None:
    for week in range(3):
        with frozen(now() + timedelta(weeks=week)):
            tallying_now(head)
            tallying_now(head)
    assert Tally.objects.values("week").distinct().count() == 3
    with frozen(now() + timedelta(weeks=2)):
        whole = tallying.total(as_actor(head))
        assert [score for _week, score in whole.trend] == [100, 100, 100]
        assert len(spark(tallying.owners(as_actor(head))[0].trend).split()) == 3
    assert spark([]) == ""


def tallying_now(head: Person) -> None:
    assess_again(None, actor=as_actor(head))
    run_pending()
