"""An office that asks its customers: `python -m e2e.engaged PASSWORD` on KEDANG_DATA."""

from __future__ import annotations

import os
import sys


def main(password: str) -> None:
    from kedang.access import presets
    from kedang.access.models import Holding, Post
    from kedang.core.actor import as_actor
    from kedang.customers.tests.makers import make_customer
    from kedang.engagement.actions.permissions import set_permission
    from kedang.engagement.tests.makers import make_complaint, make_survey
    from kedang.people.models import Department, Organisation, Person

    presets.load()
    Organisation.objects.update(options={"security": {"second_factor": "offered"}})
    top = Department.objects.get(parent=None)

    def person(name: str, email: str, post: str, where: Department) -> Person:
        made = Person(name=name, email=email, department=where)
        made.set_password(password)
        made.save()
        Holding.objects.create(person=made, post=Post.objects.get(code=post), department=where)
        return made

    def department(name: str) -> Department:
        made = Department.objects.create(name=name, parent=top)
        made.path = f"{top.path}{made.pk}/"
        made.save()
        return made

    east, south = department("华东销售部"), department("华南销售部")
    head = person("王主管", "head@hx.example", "head", east)
    Department.objects.filter(pk=east.pk).update(head=head)
    sales = person("孙悦", "sales@hx.example", "sales", east)
    person("外部乙", "other@hx.example", "sales", south)
    contacts = {"mobile": "13812345678", "email": "wang@yongfeng.example"}
    customer = make_customer("上海永丰精密机械有限公司", by=sales, grade="A", contacts=contacts)
    set_permission(customer, "email", "allowed", means="form", actor=as_actor(sales))
    make_survey(head, title="交付满意度", title_en="Delivery survey")
    make_complaint(customer, sales, title="两批轴承有划痕", content="客户要求周五前换货")
    make_complaint(customer, sales, kind="suggestion", title="希望开通线上对账")


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kedang.config.settings")
    django.setup()
    main(sys.argv[1])
