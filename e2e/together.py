"""An office that works together on its customers: `python -m e2e.together PASSWORD` on KEDANG_DATA."""

from __future__ import annotations

import os
import sys

_NAMES = (
    "杭州瑞鑫信息技术有限公司",
    "苏州嘉禾食品股份有限公司",
    "深圳海川电子有限公司",
    "宁波金桥物流有限公司",
)


def main(password: str) -> None:
    from kedang.access import presets
    from kedang.access.models import Holding, Post
    from kedang.core.actor import as_actor
    from kedang.customers.tests.makers import make_customer
    from kedang.dealings.tests.makers import make_interaction
    from kedang.documents.tests.makers import make_document
    from kedang.people.models import Department, Organisation, Person
    from kedang.teamwork.tests.makers import make_entry, make_pool
    from kedang.workflow.actions.tasks import TaskFacts, add_task

    presets.load()
    Organisation.objects.update(options={"security": {"second_factor": "offered"}})
    top = Department.objects.get(parent=None)
    east = Department.objects.create(name="华东销售部", parent=top)
    east.path = f"{top.path}{east.pk}/"
    east.save()

    def person(name: str, email: str, post: str, where: Department) -> Person:
        made = Person(name=name, email=email, department=where)
        made.set_password(password)
        made.save()
        if post:
            Holding.objects.create(person=made, post=Post.objects.get(code=post), department=where)
        return made

    head = person("王主管", "head@hx.example", "head", east)
    Department.objects.filter(pk=east.pk).update(head=head)
    archivist = person("档案小李", "archive@hx.example", "archivist", top)
    sales = person("孙悦", "sales@hx.example", "sales", east)
    person("赵敏", "heir@hx.example", "sales", east)
    person("外部乙", "other@hx.example", "", top)
    known = make_customer(
        "上海永丰精密机械有限公司", by=sales, contacts={"mobile": "13813850000"}, projects=["产线改造"]
    )
    make_interaction(known, "确认了下季度的供货数量", by=sales)
    make_document(known, by=sales, original_name="报价单.txt", content="报价".encode())
    add_task(known, TaskFacts(title="发报价单"), actor=as_actor(sales))
    pool = make_pool(archivist, idle_days=90)
    for number, name in enumerate(_NAMES):
        customer = make_customer(
            name, by=sales, contacts={"mobile": f"1391385000{number}"}, region="330100", industry="C"
        )
        if number % 2:
            make_entry(customer, by=sales, reason="预算取消，明年再谈")
    assert pool.pk


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kedang.config.settings")
    import django

    django.setup()
    main(sys.argv[1])
