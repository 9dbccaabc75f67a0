"""A customer with something of everything: `python -m e2e.dossiers` on KEDANG_DATA."""

from __future__ import annotations

import os


def main() -> None:
    from kedang.core.actor import as_actor
    from kedang.customers.tests.makers import make_customer
    from kedang.documents.actions.versions import add_version
    from kedang.documents.models import Document
    from kedang.documents.tests.makers import make_document, new_version_of
    from kedang.dossier.tests.makers import make_life
    from kedang.people.models import Organisation, Person

    Organisation.objects.update(options={"security": {"second_factor": "offered"}})
    founder = Person.objects.get(email="chen@hx.example")
    customer = make_customer(
        "上海永丰精密机械有限公司",
        by=founder,
        contacts={"mobile": "13800138000", "email": "li@yf.example"},
        address="上海市浦东新区世纪大道1号",
    )
    first = make_document(
        customer, by=founder, content=b"v1", original_name="合同 扫描.txt", path="合同", title="年度框架"
    )
    add_version(
        first, new_version_of(first, b"v2 \xe9\x87\x91\xe9\xa2\x9d", "修订.txt"), actor=as_actor(founder)
    )
    minutes = "会议纪要\n".encode() * 200
    make_document(customer, by=founder, content=minutes, original_name="会议纪要.txt", path="往来/2026")
    make_life(customer, by=founder)
    secret = make_document(customer, by=founder, content=b"secret", original_name="配方.txt", path="往来")
    Document.objects.filter(pk=secret.pk).update(classification=4)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kedang.config.settings")
    import django

    django.setup()
    main()
