"""One customer of 销售甲 with what a customer has, made through the actions, and everybody's browser."""

from __future__ import annotations

from typing import Any

from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.documents.tests.makers import make_document
from kedang.people.models import Person


def build(owner: Person, **_cast: Person) -> dict[str, Any]:
    """Ids by the names that `Probe.args` use; none of them is visible to the other department."""
    customer = make_customer("ABC公司", by=owner, contacts={"mobile": "13812345678"}, projects=["营销项目"])
    document = make_document(customer, by=owner, original_name="扫描件001.txt", content="年度合同".encode())
    return {
        "customer": customer.pk,
        "contact_point": customer.contact_points.get().pk,
        "project": customer.projects.get().pk,
        "document": document.pk,
        "folder": document.folder_id,
        "version": document.versions.get().pk,
        "owner": owner.pk,
        "nothing": 999_999,
        "token": "no-such-token",
        "verb": "pause",
    }


def build_more(owner: Person, count: int) -> None:
    """`count` more customers with a document each."""
    taken = Customer.objects.count()
    for number in range(taken, taken + count):
        customer = make_customer(f"远景{number}公司", by=owner, contacts={"mobile": f"138{number:08}"})
        make_document(
            customer, by=owner, original_name=f"年度合同{number}.txt", content=f"第{number}份".encode()
        )
