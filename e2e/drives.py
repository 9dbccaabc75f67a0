"""An office whose people use the drive: `python -m e2e.drives PASSWORD` on KEDANG_DATA; prints app passwords."""

from __future__ import annotations

import json
import os
import sys


def main(password: str) -> None:
    from kedang.access import presets
    from kedang.access.models import Holding, Post
    from kedang.core.actor import as_actor
    from kedang.customers.tests.makers import make_customer
    from kedang.documents.tests.makers import make_document
    from kedang.drive.actions.passwords import make_app_password
    from kedang.filing.actions.folders import create_folder
    from kedang.filing.presets import load_presets
    from kedang.people.models import Department, Person

    presets.load()
    top = Department.objects.get(parent=None)
    east = Department.objects.create(name="华东销售部", parent=top)
    east.path = f"{top.path}{east.pk}/"
    east.save()

    def person(name: str, email: str, post: str) -> Person:
        made = Person(name=name, email=email, department=east)
        made.set_password(password)
        made.save()
        Holding.objects.create(person=made, post=Post.objects.get(code=post), department=east)
        return made

    sales, head = person("孙悦", "sales@hx.example", "sales"), person("王主管", "head@hx.example", "head")
    keeper = person("何客服", "keeper@hx.example", "service")
    load_presets("general", actor=as_actor(Person.objects.get(email="chen@hx.example")))
    customer = make_customer("上海永丰精密机械有限公司", by=sales, contacts={"mobile": "13800138000"})
    for name in ("litmus", "合同资料（二〇二六）"):
        create_folder(customer, name, actor=as_actor(sales))
    make_document(
        customer, by=sales, original_name="报价单.txt", content="第一版".encode(), path="合同资料（二〇二六）"
    )
    words = {
        who.email: make_app_password(who, name="测试电脑", days=30, actor=as_actor(who))[1]
        for who in (sales, head, keeper)
    }
    sys.stdout.write(json.dumps({"customer": customer.number, "passwords": words}))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kedang.config.settings")
    import django

    django.setup()
    main(sys.argv[1])
