"""An office with customers who bought and a group of companies: `python -m e2e.gradings PASSWORD` on KEDANG_DATA."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from e2e.casting import open_office, run

WHO = (
    ("上海永丰精密机械有限公司", 60_000, 20),
    ("杭州瑞鑫信息技术有限公司", 20_000, 35),
    ("上海远景能源科技股份有限公司长三角一体化示范区第一研究开发中心", 10_000, 300),
    ("苏州远航物流有限公司", 6_000, 60),
    ("南京金陵食品有限公司", 4_000, 90),
)


def main(password: str) -> None:
    from django.utils import timezone

    from kedang.core.actor import as_actor
    from kedang.core.clock import frozen, today
    from kedang.customers.actions.relations import relate
    from kedang.customers.kinship import suggest
    from kedang.customers.tests.makers import make_customer
    from kedang.dealings.tests.makers import make_purchase
    from kedang.grading.actions.settings import set_levels
    from kedang.grading.levels import DEFAULT
    from kedang.grading.tasks import plan_missed_contacts

    office = open_office(password)
    east, south = office.department("华东销售部"), office.department("华南销售部")
    office.person("王主管", "head@hx.example", "head", east)
    sales = office.person("孙悦", "sales@hx.example", "sales", east)
    other = office.person("外部乙", "other@hx.example", "sales", south)
    archivist = office.person("钱档案", "archivist@hx.example", "archivist")
    set_levels(None, DEFAULT, actor=as_actor(archivist))
    made = []
    begun = timezone.make_aware(datetime.combine(today() - timedelta(days=80), time(9)))
    for name, amount, days in WHO:
        with frozen(begun):
            customer = make_customer(name, by=sales, grade="B" if amount == 60_000 else "")
        bought = [days, days + 30, days + 60] if days == 300 else [days]
        for one in bought:
            make_purchase(customer, amount, by=sales, bought_on=str(today() - timedelta(days=one)))
        made.append(customer)
    branch = make_customer("上海永丰精密机械有限公司苏州分公司", by=sales)
    far = make_customer("上海永丰精密机械有限公司深圳分公司", by=other)
    relate(made[0], far, "branch", actor=as_actor(archivist))
    relate(made[0], made[3], "partner", actor=as_actor(archivist))
    relate(branch, made[4], "branch", actor=as_actor(archivist))
    suggest()
    plan_missed_contacts()


if __name__ == "__main__":
    run(main)
